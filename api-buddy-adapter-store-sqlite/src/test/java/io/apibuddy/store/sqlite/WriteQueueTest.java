package io.apibuddy.store.sqlite;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that the writer collects operations as long as nobody waits for one of them. */
@Timeout(60)
class WriteQueueTest {
  private static final int LIMIT = 3;
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final Operation ENTRY = new Sample(100, false);
  private static final Operation ANSWER = new Sample(100, true);

  private final WriteQueue queue = new WriteQueue(40, 10_000, Duration.ofHours(1));

  @Test
  void operationThatNobodyAwaitsWaitsForMore() {
    Future<List<Operation>> taken = take(queue);

    add(ENTRY);
    awaitTaker();
    add(ENTRY);

    assertThat(taken).isNotDone();
    add(ENTRY);
    assertThat(taken).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(List.of(ENTRY, ENTRY, ENTRY));
  }

  @Test
  void awaitedOperationIsTakenAtOnceTogetherWithWaitingOnes() {
    Future<List<Operation>> taken = take(queue);
    add(ENTRY);
    awaitTaker();

    add(ANSWER);

    assertThat(taken).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(List.of(ENTRY, ANSWER));
  }

  @Test
  void laterOperationsWaitForMoreAgain() throws InterruptedException {
    add(ANSWER);
    queue.take(LIMIT, TIMEOUT);
    Future<List<Operation>> taken = take(queue);

    add(ENTRY);
    awaitTaker();

    assertThat(taken).isNotDone();
    queue.close();
    assertThat(taken).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(List.of(ENTRY));
  }

  @Test
  void largeOperationIsTakenWithoutWaitingForMore() {
    Future<List<Operation>> taken = take(queue);
    Operation large = new Sample(2_501, false);

    add(large);

    assertThat(taken).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(List.of(large));
  }

  @Test
  void operationsAreTakenAfterTheMaximumDelay() throws InterruptedException {
    WriteQueue brisk = new WriteQueue(40, 10_000, Duration.ofMillis(1));
    brisk.force(ENTRY);

    assertThat(brisk.take(LIMIT, TIMEOUT)).containsExactly(ENTRY);
  }

  private void add(Operation operation) {
    queue.force(operation);
  }

  private static Future<List<Operation>> take(WriteQueue queue) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.take(LIMIT, TIMEOUT);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void awaitTaker() {
    await().until(queue::lingers);
  }

  /** An operation that does nothing. */
  private record Sample(long bytes, boolean isAwaited) implements Operation {

    @Override
    public void apply(Statements statements) {}

    @Override
    public void failed(StoreException failure) {}
  }
}
