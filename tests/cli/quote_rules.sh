labelqa quote --rules
