#!/bin/sh
test "$(./tally audio)" = "audio 4"
