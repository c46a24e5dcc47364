labelqa turnaround fixtures/street-scenes/delivery-log.csv
