package io.apibuddy.domain.fill;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request with its content in memory whose answer no thread waits for; sent once more where
 * {@link UpstreamFetcher} would. Safe for concurrent use.
 */
public final class UnattendedFetch implements UpstreamCall, UpstreamCallback {
  private final UpstreamClient client;
  private final Ticker ticker;
  private final UpstreamRequest request;
  private final UpstreamCallback callback;
  private final Consumer<ResponseHead> onHead;
  private final Consumer<UpstreamException> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable UpstreamCall current; // guarded by lock, like what follows
  private boolean again;
  private boolean cancelled;
  private volatile long begun;

  /**
   * Makes one that has not begun.
   *
   * @param onHead told of an answer's head before {@code callback} is
   * @param onFailure told of a failure before {@code callback} is, unless it was asked for
   */
  UnattendedFetch(
      UpstreamClient client,
      Ticker ticker,
      UpstreamRequest request,
      Consumer<ResponseHead> onHead,
      Consumer<UpstreamException> onFailure,
      UpstreamCallback callback) {
    this.client = client;
    this.ticker = ticker;
    this.request = request;
    this.onHead = onHead;
    this.onFailure = onFailure;
    this.callback = callback;
  }

  /** Sends the request, unless it was given up already; for one call. */
  public void begin() {
    if (isCancelled()) {
      callback.failed(
          new UpstreamException(
              UpstreamException.Kind.CLOSED,
              UpstreamException.RequestSent.NO,
              "the request was given up",
              null));
    } else {
      begun = ticker.nanos();
      follow(client.begin(request, this), false);
    }
  }

  /** The first call may be over, and the second begun, before it is known here. */
  private void follow(UpstreamCall call, boolean second) {
    boolean unwanted;
    lock.lock();
    try {
      current = second || !again ? call : current;
      unwanted = cancelled;
    } finally {
      lock.unlock();
    }
    if (unwanted) {
      call.cancel();
    }
  }

  @Override
  public void cancel() {
    UpstreamCall call;
    lock.lock();
    try {
      cancelled = true;
      call = current;
    } finally {
      lock.unlock();
    }
    if (call != null) {
      call.cancel();
    }
  }

  @Override
  public void answered(UpstreamResponse response) {
    try {
      onHead.accept(response.head());
    } finally {
      callback.answered(response);
    }
  }

  @Override
  public void failed(UpstreamException failure) {
    boolean followed = false;
    try {
      if (UpstreamFetcher.mayRetry(request, failure) && isFirst()) {
        Duration used = Duration.ofNanos(ticker.nanos() - begun);
        follow(client.begin(request.onNewConnection(used), this), true);
        followed = true;
      } else if (!isCancelled()) {
        onFailure.accept(failure);
      }
    } finally {
      if (!followed) {
        callback.failed(failure);
      }
    }
  }

  private boolean isFirst() {
    lock.lock();
    try {
      boolean first = !again && !cancelled;
      again = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }
}
