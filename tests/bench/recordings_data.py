#!/usr/bin/env python3
"""Files for recordings.sh: recordings_data.py tags|utterances|speakers N gold|vendor > FILE.

The vendor's differ from gold in about one place of ten. Standard library only."""
import random
import sys

what, n, side = sys.argv[1], int(sys.argv[2]), sys.argv[3]
gold = random.Random(1)
other = random.Random(2)
write = sys.stdout.write
is_vendor = side == 'vendor'

if what == 'tags':
    done = 0
    while done < n:
        length = gold.randrange(8, 40)
        inside = None
        for i in range(length):
            start = gold.random() < 0.1
            inside = gold.choice(('PER', 'LOC', 'ORG', 'MISC')) if start else inside
            inside = inside if start or gold.random() < 0.6 else None
            tag = 'B-' + inside if start else 'I-' + inside if inside else 'O'
            if is_vendor and other.random() < 0.03:
                tag = other.choice(('O', 'B-PER', 'I-LOC'))
            write('w%d %s\n' % (gold.randrange(5000), tag))
        write('\n')
        done += length
elif what == 'utterances':
    write('item,annotator,text\n')
    for u in range(n):
        words = ['w%d' % gold.randrange(5000) for _ in range(12)]
        if is_vendor:
            words = [('v%d' % other.randrange(99)) if other.random() < 0.07 else w
                     for w in words if other.random() > 0.03]
        write('u%d,a,%s\n' % (u, ' '.join(words)))
else:
    for h in range(n):
        at = 0.0
        while at < 3600:
            length = 0.3 + 4 * gold.random()
            gap = gold.random() - 0.3
            speaker = gold.randrange(4)
            begin, end = at, at + length
            if is_vendor:
                begin, end = begin + 0.2 * other.random(), end - 0.2 * other.random()
                speaker = other.randrange(4) if other.random() < 0.1 else speaker
            if end - begin > 0.05 and begin >= 0:
                write('SPEAKER r%02d 1 %.3f %.3f <NA> <NA> s%d <NA> <NA>\n'
                      % (h, begin, end - begin, speaker))
            at = max(0.0, at + length + gap)
