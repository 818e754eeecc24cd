package io.apibuddy.domain.exchange;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.upstream.ForwardingUpstreamClient;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client as exchanges see it: what it throws by mistake is a failure of the upstream that was
 * asked, and is reported. Safe for concurrent use.
 */
final class GuardedUpstreamClient extends ForwardingUpstreamClient {
  private final Notices notices;

  GuardedUpstreamClient(UpstreamClient client, Notices notices) {
    super(client);
    this.notices = notices;
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    try {
      return Objects.requireNonNull(super.send(request), "nothing returned");
    } catch (UpstreamException | InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError e) { // not every language checks exceptions
      throw failure(request, e);
    }
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    Once once = new Once(callback);
    try {
      return super.begin(request, once);
    } catch (Exception | LinkageError e) {
      if (once.isTold()) {
        throw e; // perhaps of who was told; too late to be a failure of the attempt
      }
      once.failed(failure(request, e));
      return () -> {};
    }
  }

  private UpstreamException failure(UpstreamRequest request, Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    notices.report(
        new Notice(
            Notice.Level.ERROR,
            Notice.Source.UPSTREAM,
            "upstream-client-failed",
            request.alias()
                + ": the upstream client failed with "
                + thrown
                + (frames.length == 0 ? "" : " at " + frames[0])));
    return new UpstreamException(
        UpstreamException.Kind.CLIENT_FAILED,
        UpstreamException.RequestSent.PERHAPS,
        "the upstream client failed with " + thrown.getClass().getName(),
        thrown);
  }

  /** Tells its callback what comes first, and knows whether it did. */
  private static final class Once implements UpstreamCallback {
    private final UpstreamCallback callback;
    private final AtomicBoolean told = new AtomicBoolean();

    Once(UpstreamCallback callback) {
      this.callback = callback;
    }

    boolean isTold() {
      return told.get();
    }

    @Override
    public void answered(UpstreamResponse response) {
      if (told.compareAndSet(false, true)) {
        callback.answered(response);
      } else {
        response.close();
      }
    }

    @Override
    public void failed(UpstreamException failure) {
      if (told.compareAndSet(false, true)) {
        callback.failed(failure);
      }
    }
  }
}
