# Filming with a phone: the page on the computer that opens the way, and the page on the phone.

# --- on the computer ---------------------------------------------------------------------------

phone-use = Use your phone
phone-use-help = Film with its camera and send the video here.
phone-page = Film with your phone
phone-what = Film with the phone that is at hand. The video comes straight to this computer, into the recordings of { $name }.
phone-step-network = Connect the phone with the same Wi-Fi as this computer.
phone-step-scan = Open the way below. Point the phone's camera at the code that appears, and open the address that it shows.
phone-step-film = Film, or choose videos that you have filmed. You can send several.
phone-open = Open the way for { $length }
phone-open-elsewhere = The way is open for somebody else. It ends for them when you open it here.
phone-which-address = Address of this computer
phone-which-address-help = It is in several networks. Usually the first is right; if the phone does not find the page, try another.
phone-no-network = This computer is in no network that a phone could reach. Connect it with the Wi-Fi, then load this page again. Or bring the file over with a cable and choose it here.
phone-cannot-listen = The address { $address } must be one that phones can reach, got: { $why }. Choose another, or look at the network settings.
phone-scan = Scan this with the phone: for { $name }
phone-code = QR code of the address beside it
phone-or-type = Or type this into the phone's browser:
phone-open-until = Open until { $time }.
phone-open-while-sending = A video that is on its way then still comes through.
phone-end = End it now
phone-arrived = What has come
phone-nothing-yet = Nothing yet. Videos appear here by themselves, and are measured one after the other.
phone-network = About the network
phone-network-same = Phone and computer must be in the same network. Many guest networks keep devices apart; then the page does not open.
phone-network-open-text = On its way from the phone, the video is not encrypted. Somebody in the same network could watch it pass. Use a network that you trust, or bring the file over with a cable.
phone-network-key = Who has the code can send videos for { $name }, and nothing else: see nothing, change nothing, delete nothing. Each code is made anew and works only until its time is over.
phone-network-before-after = Only while the way is open does this page listen in your network.

# --- on the phone ------------------------------------------------------------------------------

phone-send-page = Send a video
phone-send-what = The video goes straight to the computer with the code. The way is open until { $time }.
phone-film-self = Film yourself
phone-film-other = Film somebody else
phone-choose = Choose videos
phone-choose-help = Best: film with the phone's own camera app first, in full HD, and then choose the videos here. Up to { $gigabytes } GB each.
phone-film-well = A good video
phone-film-well-lean = Lean the phone against something at the height of the eyes. Do not hold it.
phone-film-well-near = Half a metre away, straight from the front, so that the face fills a third of the picture.
phone-film-well-light = Even light from the front; no filter.
phone-film-well-steps = Half a minute at rest. Then ten light blinks, three smiles and three tight eye closures, with pauses.
phone-send-over = Is the time over? Scan a new code, and choose the same video again: it goes on where it stopped.
phone-gone = This address has ended. Open a new one on the computer, and scan its code.
phone-too-many = One code takes { $most } videos. Open a new one on the computer for more.
