# Other sentences. THING() writes what a thing is called: `initiative REFUNDS`.

## Contradictions

names-annulled = it names { THING($thing) }, which was annulled
names-recorded-in-error = it names { THING($thing) }, which was recorded in error
names-of-another-program = it names { THING($thing) }, which belongs to another program
code-claimed-before = its code was claimed before, by { THING($thing) }
succeeds-in-a-circle = it succeeds { THING($thing) }, which succeeds it already
succeeded-before = its predecessor is succeeded already, by { THING($thing) }
supersedes-in-a-circle = it supersedes { THING($thing) }, which supersedes it already
under-no-outcome = it was done under { THING($thing) }, whose outcome was annulled
no-longer-fits = it no longer fits beside what was corrected about { THING($thing) }
