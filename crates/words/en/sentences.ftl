# Other sentences. THING() writes what a thing is called: `initiative REFUNDS`.

## Contradictions

names-annulled = it names { THING($thing) }, which was annulled
names-recorded-in-error = it names { THING($thing) }, which was recorded in error
begins-before-its-program = it holds from a day before { THING($thing) } begins
names-of-another-program = it names { THING($thing) }, which belongs to another program
code-claimed-before = its code was claimed before, by { THING($thing) }
succeeds-in-a-circle = it succeeds { THING($thing) }, which succeeds it already
succeeded-before = its predecessor is succeeded already, by { THING($thing) }
supersedes-in-a-circle = it supersedes { THING($thing) }, which supersedes it already
under-no-outcome = it was done under { THING($thing) }, whose outcome was annulled
no-longer-fits = it no longer fits beside what was corrected about { THING($thing) }

## What the record itself shows

formula-R1 = A pain point that the initiative has taken up was heard in the quarter: in complaints, surveys, interviews, or in what customers do. Where it was taken up later, the day of that counts.
formula-R2 = A decision of the year ranked the initiative or a pain point that it has taken up, by an electorate from two departments or more.
formula-R3 = Of every period of the overseeing committee's rhythm that ended in the quarter, progress was reported by the day on which that was due.
formula-R4 = By readings of the year, an improvement that was delivered got an outcome of its comparison other than not enough data. Twelve months after delivery without one, the record speaks against it.
formula-E1 = In the quarter, an insight that was shared had been acknowledged by the front line and by the back office.
formula-E2 = At four in five touchpoints on the journey maps something measures, and all of its readings that were due in the quarter arrived by the day on which they were due.
formula-D3 = Of half the decisions of the year or more, pain points, insights or readings are among the grounds.

## Attached files

attachment-of-service = files are attached by people: ask with the token of a person
attachment-no-program = there is no program { $program } that you can read: name one by its code, as in /attachments?program=CX
attachment-forbidden = you may not provide evidence in this program: ask an administrator for the role of contributor in it
attachment-other-type = files of this type are not taken: attach one of { $endings }, and declare its type in the header Content-Type
attachment-other-content = the file does not begin as one of type { $type } does, or is empty: declare the type that it has, or save it anew as .{ $ending }
attachment-too-large = a file has at most { $limit } MiB: make it smaller, split it, or keep it elsewhere and say in the summary where
attachment-cut-off = the file did not arrive whole: send it again
attachment-busy = too many files are on their way just now: send or fetch this one again in a moment
attachment-no-room = the disk of this server is nearly full, so no file is stored: ask whoever runs it to make room
attachment-unattached = you stored { $most } files lately that are attached to nothing: attach those first, or go on tomorrow
attachment-missing = no file with that hash is attached to anything that you can read
attachment-lost = the file is attached and does not lie on this server: ask whoever runs it to put it back from a backup
attachment-erased = the key of this file is not in the vault, by erasure or by loss: it can't be read any more
