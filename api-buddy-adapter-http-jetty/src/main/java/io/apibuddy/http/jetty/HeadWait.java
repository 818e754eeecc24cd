package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.CyclicTimeouts;
import org.jspecify.annotations.Nullable;

/**
 * The wait for the head of a response, under the time-outs of one request. Either a thread blocks
 * in {@link #await}, or {@link HeadDeadlines} checks the time-outs.
 */
final class HeadWait implements CyclicTimeouts.Expirable {

  private final UpstreamExchange exchange;
  private final long connectDeadline;
  private final long responseDeadline;
  private final long idle;

  /**
   * Computes the deadlines.
   *
   * @param started when the request started, by {@link System#nanoTime}
   */
  HeadWait(UpstreamExchange exchange, long started) {
    UpstreamTimeouts timeouts = exchange.request().timeouts();
    this.exchange = exchange;
    this.connectDeadline = started + timeouts.connect().toNanos();
    this.responseDeadline = started + timeouts.response().toNanos();
    this.idle = timeouts.idle().toNanos();
  }

  /**
   * Blocks until the head has arrived.
   *
   * @throws ExecutionException if the exchange failed
   * @throws UpstreamException if a time-out has expired; the caller must abort the exchange
   */
  void await(CompletableFuture<UpstreamExchange> answered)
      throws InterruptedException, ExecutionException, UpstreamException {
    while (true) {
      long now = System.nanoTime();
      UpstreamException overdue = overdue(now);
      if (overdue != null && !answered.isDone()) {
        throw overdue;
      }
      try {
        answered.get(untilNext(now), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException e) {
        // A deadline may have passed: the next turn checks which.
      }
    }
  }

  @Override
  public long getExpireNanoTime() {
    return next(System.nanoTime());
  }

  /** Fails the future of the exchange if a deadline has passed. */
  void check() {
    UpstreamException overdue = overdue(System.nanoTime());
    if (overdue != null) {
      exchange.giveUp(overdue);
    }
  }

  private boolean isConnecting() {
    UpstreamConnection connection = exchange.connection();
    return connection == null || connection.isHandshaking();
  }

  private @Nullable UpstreamException overdue(long now) {
    if (isConnecting() && now - connectDeadline >= 0) {
      return exchange.connection() == null && exchange.isSaturated()
          ? UpstreamExceptions.saturated(null)
          : UpstreamExceptions.connectTimeout();
    }
    if (now - responseDeadline >= 0) {
      return isConnecting()
          ? UpstreamExceptions.connectTimeout()
          : UpstreamExceptions.responseTimeout();
    }
    return exchange.output().stalledFor(now) >= idle ? UpstreamExceptions.sendingTimeout() : null;
  }

  private long untilNext(long now) {
    return Math.max(next(now) - now, 1);
  }

  /** Returns when the next deadline may pass, by {@link System#nanoTime}. */
  private long next(long now) {
    long wait = responseDeadline - now;
    if (isConnecting()) {
      wait = Math.min(wait, connectDeadline - now);
    }
    if (exchange.output().hasContent()) {
      wait = Math.min(wait, idle - exchange.output().stalledFor(now));
    }
    return now + wait;
  }
}
