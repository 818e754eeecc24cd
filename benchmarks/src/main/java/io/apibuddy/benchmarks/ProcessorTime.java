package io.apibuddy.benchmarks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler: nanoseconds of processor time of the whole process for each call. Unlike elapsed
 * time, it includes the work that a call leaves to other threads, and it hardly depends on what
 * else the machine does.
 */
public final class ProcessorTime implements InternalProfiler {
  private Duration before = Duration.ZERO;

  /** Creates a profiler; called by JMH. */
  public ProcessorTime() {}

  @Override
  public String getDescription() {
    return "Processor time of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = used();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = used().minus(before).toNanos();
    long calls = Math.max(1, result.getMetadata().getAllOps());
    return List.of(new ScalarResult("processor", nanos / calls, "ns/op", AggregationPolicy.AVG));
  }

  private static Duration used() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
