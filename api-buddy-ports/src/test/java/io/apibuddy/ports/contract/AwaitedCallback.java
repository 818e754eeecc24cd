package io.apibuddy.ports.contract;

import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.CompletableFuture;

/** A callback that keeps the outcome of a call as a future, and refuses a second outcome. */
public final class AwaitedCallback implements UpstreamCallback {
  private final CompletableFuture<UpstreamResponse> outcome = new CompletableFuture<>();

  /** Returns the response, which the receiver must close, or the {@link UpstreamException}. */
  public CompletableFuture<UpstreamResponse> outcome() {
    return outcome;
  }

  @Override
  public void answered(UpstreamResponse response) {
    requireFirst(outcome.complete(response));
  }

  @Override
  public void failed(UpstreamException failure) {
    requireFirst(outcome.completeExceptionally(failure));
  }

  private static void requireFirst(boolean first) {
    if (!first) {
      throw new IllegalStateException("told twice of one outcome");
    }
  }
}
