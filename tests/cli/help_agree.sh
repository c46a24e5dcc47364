labelqa help agree
