# What the terminal shows while the app is served.

serve-address = twitchcam is at { $address }
serve-stop = Nothing leaves this computer. Stop with Ctrl+C.
serve-cannot-listen = The address { $address } must be one that can be listened on, got: { $why }. Choose another with --port or --host.
serve-already = The data folder { $folder } must be served once, got a server at { $where } already. Use that one, stop it, or choose another folder with --data.
serve-another-address = another address
