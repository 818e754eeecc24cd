package io.apibuddy.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerLimitTest {

  /** The heaps are what a JVM counts of 256, 86, 64 and 43 MB. */
  @ParameterizedTest
  @CsvSource({
    "1024, 252, 1024",
    "100, 252, 100",
    "100000, 252, 1075",
    "1024, 83, 209",
    "1024, 61, 97",
    "1024, 42, 32",
    "1024, 16, 32",
    "1, 16, 1"
  })
  void heapHasRoomForSoManyWorkers(long configured, long mebibytes, int workers) {
    assertThat(WorkerLimit.of(configured, mebibytes << 20)).isEqualTo(workers);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "100000, 100000"})
  void unboundedHeapHasRoomForAllOfThem(long configured, int workers) {
    assertThat(WorkerLimit.of(configured, Long.MAX_VALUE)).isEqualTo(workers);
  }
}
