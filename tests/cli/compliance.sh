cd fixtures/street-scenes
labelqa compliance responses/* --starts 2026-05-04 --ends 2027-03-31
