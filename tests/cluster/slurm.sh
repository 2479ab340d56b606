#!/usr/bin/env bash
#SBATCH --job-name=make-reports
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=01:00:00
#
# One share of a run for each task of an array. On a file system that all nodes have:
#
#   job=$(sbatch --parsable slurm.sh DATA OUTPUT)
#   sbatch --dependency="afterany:$job" --wrap='make-reports merge --output OUTPUT'
#
# (afterany: a share with a paper that cannot be made ends with 1 and is whole all the same; `merge`
# refuses gaps itself.)
#
# A task that failed is made again alone: sbatch --array=3 --export=ALL,SHARES=8 slurm.sh DATA OUTPUT
set -euo pipefail
data=$1 output=$2
shares=${SHARES:-$SLURM_ARRAY_TASK_COUNT}
exec make-reports build --data "$data" --output "$output" \
  --shard "$SLURM_ARRAY_TASK_ID/$shares" --jobs "${SLURM_CPUS_PER_TASK:-1}"
