# What is wrong with a file of questions, rules or sources: for who writes them.

error-rules-first-group = { $file } must begin with the group { $group }.
error-rules-order = { $file } must hold its questions in the order of the groups.
error-rules-no-source = { $where } must name at least one source, got none. Add it.
error-rules-worse = { $where } must be a yes_no question whose worse answer is yes. Mend it.
error-rules-options = { $where } must have options for choice and choices, and only then.
error-rules-no-words = { $where } must have words, got none called { $key }. Write them.
error-rules-only-if = { $where }: only_if must be one question and its answers. Mend it.
error-rules-none-alone = { $file } must have a rule that always speaks alone, got none.
error-rules-no-emergency = { $file } must call for help when { $question } is yes. Add it.
error-rules-silences = { $file } [[rule]] { $rule } must not silence { $other }, which is more pressing.
error-rules-no-entry = { $where } must have at least one entry in { $name }, got none. Add it.
error-rules-nothing-to-do = { $where } must have at least one entry in 'do' or a visit, got none.
error-rules-no-guideline = { $where } must name a guideline or health service as its source.
error-rules-nobody-asked = { $where } must name a doctor's answer as its source.
error-rules-no-conditions = { $where }: all and any must be lists of conditions. Mend them.
error-rules-condition = { $where }: a condition must have answer, group or finding, no_finding or unless.
error-rules-tests = { $where }: a condition on { $question } must have one of { $fitting }.
error-rules-bound = { $where }: { $name } must be a number, got { $got }. Mend it.
error-rules-on-group = { $where }: a condition on a group must have either is or open = true.
error-rules-sure = { $where }: sure must be true or false, got { $got }. Mend it.
error-rules-checked = { $where }: checked must be a day, got { $got }. Write 2026-11-24.
error-rules-show = { $where }: show must be true or false and address text. Mend them.
error-rules-no-toml = { $file } must be a TOML file in UTF-8, got something else: { $reason }. Mend that place.
error-rules-no-table = { $where } must be a table, got { $got }. Mend it.
error-rules-key-missing = { $where } must have { $key }, got none. Add it.
error-rules-key-unknown = { $where } must not have { $key }. Check the spelling or remove it.
error-rules-unknown = { $where } must name a known { $kind ->
    [answer_in_worse] answer in worse
    [answer_in_only_if] answer in only_if
    [earlier_question] earlier question in only_if
    [line_of_rule] line of a rule
    [kind_of_doctor] kind of doctor
    [answer] answer
    [basis] basis
    [finding] finding
    [group] group
    [question] question
    [rule] rule
    [side] side
    [source] source
   *[type] type
 }, got { $got }. Check the spelling.
error-rules-twice = { $where } must hold { $name } once, got it twice. Rename one.
error-rules-no-word = { $where }: { $key } must be words, got { $got }. Write them.
error-rules-no-word-list = { $where }: { $key } must be a list of words, got { $got }. Mend it.
