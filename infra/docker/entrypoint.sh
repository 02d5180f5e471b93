#!/bin/sh
# One image, three roles: "jobmanager" and "taskmanager" (what follows goes to Flink, such as
# -D key=value), and everything else is a command of fabula.
set -eu

home="${FABULA_HOME:-/opt/fabula}"
conf="${FLINK_CONF_DIR:-$home/conf}"
role="${1:-help}"

# Several OpenMP threads per call would fight over the cores: threads are ours, kernels have one.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

case "$role" in
  jobmanager)
    shift
    main=org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint
    heap="${FABULA_HEAP:-768m}"
    set -- "-Dfabula.code=$(cat "$home/fabula.code")" "$@"
    ;;
  taskmanager)
    shift
    main=org.apache.flink.runtime.taskexecutor.TaskManagerRunner
    heap="${FABULA_HEAP:-3072m}"
    set -- "-Dtaskmanager.resource-id=$(hostname)-$(cat "$home/fabula.code")-$$" "$@"
    ;;
  *)
    # shellcheck disable=SC2086  # FABULA_JAVA_OPTIONS holds several options
    exec java "@$home/fabula.args" -Xmx"${FABULA_HEAP:-1g}" -XX:+UseParallelGC \
      -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
      -Dorg.slf4j.simpleLogger.defaultLogLevel="${FABULA_LOG:-warn}" \
      ${FABULA_JAVA_OPTIONS:-} io.fabula.pipelines.cli.Main "$@"
    ;;
esac

# Both roles say which Fabula they have: jobs of the same one bring no classes, which Beam would keep for good.
# shellcheck disable=SC2086
exec java "@$home/fabula.args" -Xmx"$heap" -XX:MaxMetaspaceSize=256m -XX:+UseParallelGC \
  -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
  -Dorg.slf4j.simpleLogger.defaultLogLevel="${FABULA_LOG:-info}" \
  -Dorg.slf4j.simpleLogger.showDateTime=true \
  ${FABULA_JAVA_OPTIONS:-} "$main" --configDir "$conf" "$@"
