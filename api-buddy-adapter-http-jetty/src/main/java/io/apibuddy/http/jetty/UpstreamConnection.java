package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.IConnection;
import org.eclipse.jetty.client.transport.SendFailure;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Attachable;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP connection to an upstream, for one exchange after the other. The selector's thread reads
 * the head of a response and the beginning of its content; the rest is read by the thread that
 * consumes it. Jetty's client opens the connection, hands it out and keeps it. Safe for concurrent
 * use.
 *
 * <p>Jetty's own HTTP connection is not used because it reports each field through a queue of
 * tasks: a request that is passed on took 39 microseconds of processor time with it, and takes 30
 * with this one. It also drops bytes after a response unseen, and takes a reset for a clean end.
 */
final class UpstreamConnection extends AbstractConnection.NonBlocking
    implements IConnection, Attachable {

  private final HttpDestination destination;
  private final Promise<Connection> opened;
  private final ReentrantLock lock = new ReentrantLock();
  private final UpstreamInput input;
  private final Reusability reusability;
  private final TlsHandshake handshake;

  private volatile @Nullable Object attachment;
  private volatile boolean closed;
  private @Nullable UpstreamExchange exchange;

  /**
   * Creates a connection that is not open yet.
   *
   * @param context Jetty's context of the connection, with its destination and the promise to
   *     fulfil
   */
  UpstreamConnection(EndPoint endPoint, Map<String, Object> context) {
    this(endPoint, context, destination(context));
  }

  private UpstreamConnection(
      EndPoint endPoint, Map<String, Object> context, HttpDestination destination) {
    super(endPoint, destination.getHttpClient().getExecutor());
    this.destination = destination;
    this.input =
        new UpstreamInput(
            endPoint, destination.getHttpClient().getByteBufferPool(), lock, this::fillInterested);
    this.reusability = new Reusability(input, destination);
    this.opened = opened(context);
    this.handshake = new TlsHandshake(endPoint);
  }

  private static HttpDestination destination(Map<String, Object> context) {
    return (HttpDestination) Objects.requireNonNull(context.get(Destination.CONTEXT_KEY));
  }

  @SuppressWarnings("unchecked") // Jetty's contract
  private static Promise<Connection> opened(Map<String, Object> context) {
    return (Promise<Connection>)
        Objects.requireNonNull(context.get(Connection.PROMISE_CONTEXT_KEY));
  }

  @Override
  public void onOpen() {
    super.onOpen();
    opened.succeeded(this); // first: an end of the connection without a request is not reported
    lock.lock();
    try {
      input.watch();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a TLS handshake is not complete, so that no byte of a request was sent. */
  boolean isHandshaking() {
    return handshake.isOutstanding();
  }

  /** Returns whether another request may be sent. The pool asks this before each request. */
  boolean isFit() {
    lock.lock();
    try {
      return reusability.isFit();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(Request request, Response.CompleteListener listener) {
    throw new UnsupportedOperationException("requests come from the queue of their origin");
  }

  @Override
  public @Nullable SendFailure send(HttpExchange queued) {
    UpstreamExchange next = ((QueuedRequest) queued.getRequest()).exchange();
    boolean fit;
    lock.lock();
    try {
      fit = reusability.isFitFor(next.request());
      if (fit) {
        if (!next.take(this)) {
          return new SendFailure(new IOException("given up"), false);
        }
        input.begin(next.request().method());
        exchange = next;
        reusability.begin();
      }
    } finally {
      lock.unlock();
    }
    if (!fit) {
      close();
      return new SendFailure(new ClosedChannelException(), true);
    }
    try {
      next.output().send(getEndPoint(), new Sending(next));
    } catch (RuntimeException | Error e) { // no memory, for example; the exchange is ours by now
      fail(next, e);
    }
    return null;
  }

  @Override
  public void onFillable() {
    if (lock.isHeldByCurrentThread()) { // TLS calls back within a read when it has to write first
      later(this::onFillable);
      return;
    }
    UpstreamExchange current;
    boolean unfit = false;
    lock.lock();
    try {
      input.readable();
      current = exchange;
      if (current == null) {
        unfit = !reusability.probe();
        if (!unfit) {
          input.watch();
        }
      } else if (current.isBegun()) {
        input.refill();
      }
    } finally {
      lock.unlock();
    }
    if (unfit) { // the upstream has closed it, or sent bytes that belong to no request
      close();
    } else if (current != null) {
      receiveHead(current);
    }
  }

  /** Reads the head, and the content that comes with it, as far as it has arrived. Never blocks. */
  private void receiveHead(UpstreamExchange current) {
    ResponseParser parser = input.parser();
    List<ResponseHead> interim;
    Throwable reason = null;
    lock.lock();
    try {
      if (exchange != current || current.isBegun()) {
        return;
      }
      input.receiveHead();
      interim = parser.takeInterim();
      ResponseHead head = parser.head();
      if (head != null) {
        current.began(head, parser.version(), parser.contentLength());
        input.takeInEarly(current);
      } else if (parser.fault() != null) {
        reason = UpstreamExceptions.invalid(parser.fault());
      } else if (input.hasEnded()) {
        reason = new IOException("the connection ended", input.broken());
      }
      if (!interim.isEmpty()) {
        current.interimArrived();
      }
    } finally {
      lock.unlock();
    }
    if (!interim.isEmpty()) {
      reportInterim(current, interim);
    }
    if (reason != null) {
      fail(current, reason);
    } else {
      answerIfDue(current);
    }
  }

  /** Completes the future of the exchange if it is due; see {@link UpstreamExchange#isDue}. */
  private void answerIfDue(UpstreamExchange current) {
    boolean due;
    lock.lock();
    try {
      due = exchange == current && current.isDue();
    } finally {
      lock.unlock();
    }
    if (due) {
      try {
        settle(current); // first: whoever gets the response should find the connection free
      } finally {
        current.answer();
      }
    }
  }

  private void reportInterim(UpstreamExchange current, List<ResponseHead> interim) {
    try {
      interim.forEach(current::report);
    } finally {
      lock.lock();
      try {
        current.interimReported();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Reads content as {@link java.io.InputStream#read(byte[], int, int)} does, blocking until there
   * is some.
   *
   * @param idle the longest time to wait for content
   */
  int read(UpstreamExchange reader, byte[] target, int offset, int length, Duration idle)
      throws IOException {
    int count;
    try {
      count = take(reader, target, offset, length, idle);
    } catch (InterruptedIOException e) { // also a time-out
      fail(reader, e);
      throw e;
    }
    settle(reader);
    return count;
  }

  private int take(UpstreamExchange reader, byte[] target, int offset, int length, Duration idle)
      throws IOException {
    lock.lock();
    try {
      long deadline = System.nanoTime() + idle.toNanos();
      while (!reader.isComplete()) {
        if (exchange != reader) {
          throw new IOException("the exchange was given up", reader.failure());
        }
        ByteBuffer piece = input.parser().content();
        if (piece != null) {
          int count = Math.min(length, piece.remaining());
          piece.get(target, offset, count);
          boolean unused = input.noteEnd(reader);
          return count;
        }
        if (!input.noteEnd(reader) && !input.receive()) {
          if (input.parser().fault() != null) {
            throw new IOException(input.parser().fault());
          }
          if (input.hasEnded()) {
            throw new IOException("the upstream closed the connection", input.broken());
          }
          input.await(deadline);
        }
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes of the content can be read without waiting; perhaps 0. */
  int available(UpstreamExchange reader) {
    int count = 0;
    lock.lock();
    try {
      if (exchange == reader) {
        ByteBuffer piece = input.parser().content();
        if (piece == null && !input.noteEnd(reader) && input.receive()) {
          piece = input.parser().content();
          boolean unused = input.noteEnd(reader);
        }
        count = piece == null ? 0 : piece.remaining();
      }
    } finally {
      lock.unlock();
    }
    settle(reader);
    return count;
  }

  /**
   * Ends an exchange whose response nobody reads any more. The connection is kept if the whole
   * response has arrived and the whole request was handed over for writing.
   */
  void release(UpstreamExchange over) {
    boolean whole;
    lock.lock();
    try {
      if (exchange != over) {
        return;
      }
      input.receiveEnd(over);
      whole = over.isComplete() && over.output().isExhausted();
      if (whole) {
        over.released();
      }
    } finally {
      lock.unlock();
    }
    if (whole) {
      settle(over);
    } else {
      fail(over, new IOException("given up"));
    }
  }

  /** Returns the connection to its pool, or closes it, if the exchange is over both ways. */
  private void settle(UpstreamExchange current) {
    boolean reusable;
    lock.lock();
    try {
      if (exchange != current || !current.isOver()) {
        return;
      }
      exchange = null;
      ResponseParser parser = input.parser();
      reusable = parser.isPersistent() && current.isSent() && reusability.mayBeKept();
      reusability.ended(parser);
      parser.reset();
      if (reusable) {
        input.watch();
      }
    } finally {
      lock.unlock();
    }
    if (reusable) {
      destination.release(this);
    } else {
      close();
    }
  }

  /** Fails an exchange and closes the connection; has no effect once the exchange is over. */
  void fail(UpstreamExchange failed, Throwable cause) {
    UpstreamException reason;
    lock.lock();
    try {
      if (exchange != failed) {
        return;
      }
      exchange = null;
      reason = failureOf(cause);
      reusability.failed();
    } finally {
      lock.unlock();
    }
    try {
      close();
    } finally {
      failed.failed(reason);
    }
  }

  private UpstreamException failureOf(Throwable cause) {
    if (cause instanceof UpstreamException own) {
      return own;
    }
    Throwable reason = handshake.failure(cause);
    if (handshake.isOutstanding()) {
      return UpstreamExceptions.tlsFailed(reason);
    }
    return reusability.isReused() && !input.hasReceivedAny()
        ? UpstreamExceptions.stale(reason)
        : UpstreamExceptions.connectionClosed(reason);
  }

  @Override
  public void close() {
    UpstreamExchange current;
    lock.lock();
    try {
      current = exchange;
      if (current == null) {
        if (closed) {
          return;
        }
        closed = true;
        input.close();
      }
    } finally {
      lock.unlock();
    }
    if (current != null) {
      fail(current, new ClosedChannelException());
      return;
    }
    try {
      destination.remove(this); // first: whoever notices its end finds it gone from the pool
    } finally {
      getEndPoint().shutdownOutput();
      getEndPoint().close();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** What has arrived before the connection closed is still read: the answer may be complete. */
  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    if (!closed) {
      later(() -> lost(cause == null ? new ClosedChannelException() : cause));
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    if (!closed) {
      later(() -> lost(cause));
    }
  }

  /**
   * Runs an action that Jetty triggers on another thread: Jetty reports failures with the lock of
   * TLS held, which elsewhere is taken under this connection's lock.
   */
  private void later(Runnable action) {
    try {
      getExecutor().execute(new ShutdownSafeTask(action));
    } catch (RejectedExecutionException e) {
      // The client has stopped, which has closed this connection.
    }
  }

  private void lost(Throwable cause) {
    UpstreamExchange current;
    lock.lock();
    try {
      input.lost(cause);
      current = exchange;
    } finally {
      lock.unlock();
    }
    if (current == null) {
      close();
    } else {
      receiveHead(current);
    }
  }

  /** Ends a connection that is idle. An exchange has time-outs of its own, up to its end. */
  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    lock.lock();
    try {
      boolean idle = exchange == null || exchange.isReleased();
      if (idle) { // it is not handed out any more
        input.end();
      }
      return idle;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object getAttachment() {
    return attachment;
  }

  @Override
  public void setAttachment(@Nullable Object attached) {
    attachment = attached;
  }

  /** Receives the outcome of writing a request. */
  private final class Sending implements UpstreamOutput.Listener {
    private final UpstreamExchange sending;

    Sending(UpstreamExchange sending) {
      this.sending = sending;
    }

    @Override
    public void sent() {
      lock.lock();
      try {
        sending.sent();
      } finally {
        lock.unlock();
      }
      answerIfDue(sending);
    }

    @Override
    public void unreadable(Exception failure) {
      fail(sending, UpstreamExceptions.unreadable(failure));
    }

    /** Reads first: the upstream may have answered before it closed the connection. */
    @Override
    public void unwritable(Throwable failure) {
      later(() -> lostOutput(failure));
    }

    private void lostOutput(Throwable failure) {
      lock.lock();
      try {
        sending.unsent();
      } finally {
        lock.unlock();
      }
      receiveHead(sending);
      if (sending.isBegun()) {
        answerIfDue(sending);
      } else {
        fail(sending, failure);
      }
    }
  }
}
