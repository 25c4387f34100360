#!/bin/sh
# Prints the UTKinect skeletons as one table, a row a frame: each labelled segment's joints, relative to the hip's centre.
#   sh docs/data/skeleton-table.sh ../shared/data/utkinect-skeleton > skeletons.csv
folder=$1
awk 'BEGIN { printf "segment,frame,action,person"; for (j = 0; j < 20; j++) printf ",x%d,y%d,z%d", j, j, j; print "" }'
for file in "$folder"/joints_*.txt.gz; do
  name=$(basename "$file" .txt.gz)
  gzip -dc "$file" | awk -v name="${name#joints_}" -v labels="$folder/actionLabel_modified.txt" '
    BEGIN {
      while ((getline line < labels) > 0) {
        sub(/\r/, "", line)
        if (line ~ /^s[0-9]+_e[0-9]+/) { here = line ~ name; continue }
        if (here && split(line, part, /[: ]+/) >= 3 && part[2] != "NaN") {
          n++; action[n] = part[1]; from[n] = part[2]; to[n] = part[3]
        }
      }
    }
    $1 == last { next } # some rows repeat
    {
      last = $1
      for (i = 1; i <= n; i++) if ($1 >= from[i] && $1 <= to[i]) {
        printf "%s_%s,%d,%s,%s", name, action[i], $1, action[i], substr(name, 1, 3)
        for (j = 0; j < 20; j++) for (axis = 0; axis < 3; axis++) printf ",%.4f", $(2 + 3 * j + axis) - $(2 + axis)
        print ""
      }
    }'
done
