"""登记台账: an old one read in, the current one given out in the form the city asks for."""
