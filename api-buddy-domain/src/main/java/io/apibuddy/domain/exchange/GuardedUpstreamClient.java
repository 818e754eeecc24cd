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
import org.jspecify.annotations.Nullable;

/**
 * Protects exchanges from an upstream client's mistakes: whatever it throws or returns by mistake
 * becomes a failure of the upstream and is reported. Safe for concurrent use.
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
      return guarded(request, super.send(request));
    } catch (UpstreamException | InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError e) { // undeclared checked ones too, as Kotlin allows
      throw failure(request, e);
    }
  }

  @Override
  public boolean canBegin() {
    try {
      return super.canBegin();
    } catch (Exception | LinkageError e) {
      report("asked whether it can begin", e);
      return false;
    }
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    OneTimeCallback once = new OneTimeCallback(request, callback);
    try {
      UpstreamCall call = Objects.requireNonNull(super.begin(request, once), "no call returned");
      return () ->
          GuardedResponse.quietly(call::cancel, mistake -> report(request.alias(), mistake));
    } catch (Exception | LinkageError e) {
      if (once.hasFailed()) {
        throw e; // thrown by the callback; too late to fail the attempt
      }
      once.failed(failure(request, e));
      return () -> {};
    }
  }

  private UpstreamResponse guarded(UpstreamRequest request, UpstreamResponse response) {
    return GuardedResponse.of(response, mistake -> report(request.alias(), mistake));
  }

  private void report(String about, Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    notices.report(
        new Notice(
            Notice.Level.ERROR,
            Notice.Source.UPSTREAM,
            "upstream-client-failed",
            about
                + ": the upstream client failed with "
                + thrown
                + (frames.length == 0 ? "" : " at " + frames[0])));
  }

  private UpstreamException failure(UpstreamRequest request, Throwable thrown) {
    report(request.alias(), thrown);
    return new UpstreamException(
        UpstreamException.Kind.CLIENT_FAILED,
        UpstreamException.RequestSent.PERHAPS,
        "the upstream client failed with " + thrown.getClass().getName(),
        thrown);
  }

  /** Forwards the first call to a callback, and remembers whether it threw. */
  private final class OneTimeCallback implements UpstreamCallback {
    private final UpstreamRequest request;
    private final UpstreamCallback callback;
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile boolean failed;

    OneTimeCallback(UpstreamRequest request, UpstreamCallback callback) {
      this.request = request;
      this.callback = callback;
    }

    /** Returns whether the callback threw. */
    boolean hasFailed() {
      return failed;
    }

    @Override
    public void answered(UpstreamResponse response) {
      UpstreamResponse guarded;
      try {
        guarded = guarded(request, response);
      } catch (Throwable e) { // otherwise the callback would never be called
        failed(failure(request, e));
        return;
      }
      if (!callOnce(() -> callback.answered(guarded))) {
        guarded.close();
      }
    }

    @Override
    public void failed(UpstreamException failure) {
      @Nullable UpstreamException given = failure; // null from code without null checks
      UpstreamException known =
          given == null
              ? failure(request, new NullPointerException("nothing in place of a failure"))
              : given;
      callOnce(() -> callback.failed(known));
    }

    private boolean callOnce(Runnable action) {
      if (!called.compareAndSet(false, true)) {
        return false;
      }
      boolean taken = false;
      try {
        action.run();
        taken = true;
      } finally {
        failed = !taken;
      }
      return true;
    }
  }
}
