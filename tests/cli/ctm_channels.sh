# A list of words on two channels without speakers: each channel is a speaker, and cpwer pairs them.
cat >ref.stm <<'END'
call 1 agent 0 2 <o> hello how are you
call 2 caller 1 3 <o> fine thanks and you
END
cat >hyp.ctm <<'END'
call 1 0.0 0.3 hello
call 1 0.5 0.3 how
call 1 1.0 0.3 are
call 2 1.2 0.3 fine
call 1 1.5 0.3 you
call 2 1.8 0.3 thanks
call 2 2.2 0.3 or
call 2 2.5 0.3 you
mono 1 0.0 0.3 one
mono 1 1.0 0.3 two
END
labelqa ingest hyp.ctm
labelqa score hyp.ctm -g ref.stm --format csv | grep -E ',all,,,(wer|cpwer),'
labelqa check hyp.ctm --format csv --table problems -q | grep W782
