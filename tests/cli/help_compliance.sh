labelqa help compliance
