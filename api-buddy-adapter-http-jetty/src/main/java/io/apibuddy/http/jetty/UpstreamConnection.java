package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
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
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.Attachable;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream, one exchange after the other. The selector's thread reads the head
 * and the beginning of the content; the rest is read by the thread that wants it. Jetty's client
 * opens it, hands it out and keeps it. Safe for concurrent use.
 *
 * <p>Jetty's own HTTP connection is not used because it tells of each field by way of a queue of
 * tasks: what is passed on took 39 microseconds of processor time with it and takes 30 with this.
 * It also drops bytes behind a response unseen and takes a reset for a clean end.
 */
final class UpstreamConnection extends AbstractConnection.NonBlocking
    implements IConnection, Attachable {

  private static final int BUFFER_SIZE = 32 * 1024;

  private final HttpDestination destination;
  private final ByteBufferPool pool;
  private final Promise<Connection> opened;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ResponseParser parser = new ResponseParser();

  private volatile @Nullable Object attachment;
  private volatile boolean handshaking;
  private volatile boolean closed;
  private @Nullable UpstreamExchange exchange;
  private @Nullable RetainableByteBuffer buffer;
  private boolean watching;
  private boolean used;
  private boolean reused;
  private boolean heard;
  private boolean sent;
  private boolean unwritable;
  private boolean letGo;
  private boolean ended;
  private @Nullable IOException broken;
  private long news;

  /**
   * Takes over a connection that is not open yet.
   *
   * @param context what Jetty's client opens it for
   */
  UpstreamConnection(EndPoint endPoint, Map<String, Object> context) {
    this(endPoint, context, destination(context));
  }

  private UpstreamConnection(
      EndPoint endPoint, Map<String, Object> context, HttpDestination destination) {
    super(endPoint, destination.getHttpClient().getExecutor());
    this.destination = destination;
    this.pool = destination.getHttpClient().getByteBufferPool();
    this.opened = opened(context);
    if (endPoint instanceof SslConnection.SslEndPoint tls) {
      handshaking = true;
      tls.getSslConnection()
          .addHandshakeListener(
              new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                  handshaking = false;
                }
              });
    }
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
    opened.succeeded(this); // first: what ends a connection that has no request yet tells nobody
    lock.lock();
    try {
      watch();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a TLS handshake is not complete, so that no byte of a request has left. */
  boolean isHandshaking() {
    return handshaking;
  }

  /**
   * Returns whether another request may be sent: the upstream has not closed, and nothing has come
   * since the last response ended, which would belong to nothing. Asked before each.
   */
  boolean isFit() {
    lock.lock();
    try {
      boolean fit = !closed && !ended && !hasBytes();
      return fit && (!used || (!fill() && !ended));
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
    lock.lock();
    try {
      if (closed || ended || hasBytes()) {
        return new SendFailure(new ClosedChannelException(), true);
      }
      if (!next.take(this)) {
        return new SendFailure(new IOException("given up"), false);
      }
      parser.begin(next.request().method().equals("HEAD"));
      exchange = next;
      reused = used;
      used = true;
      heard = false;
      sent = false;
      letGo = false;
    } finally {
      lock.unlock();
    }
    try {
      next.output().send(getEndPoint(), new Sending(next));
    } catch (RuntimeException | Error e) { // no memory, for example: it is ours by now
      fail(next, e);
    }
    return null;
  }

  @Override
  public void onFillable() {
    if (lock.isHeldByCurrentThread()) { // TLS calls back within a call when it has to write first
      later(this::onFillable);
      return;
    }
    UpstreamExchange current;
    boolean unfit = false;
    lock.lock();
    try {
      watching = false;
      current = exchange;
      if (current == null) {
        unfit = fill() || ended;
        if (!unfit) {
          watch();
        }
      } else if (current.isBegun()) {
        if (!hasBytes() && parser.content() == null) {
          fill();
        }
        announce();
      }
    } finally {
      lock.unlock();
    }
    if (unfit) { // the upstream has closed, or what it sends belongs to nothing
      close();
    } else if (current != null) {
      receiveHead(current);
    }
  }

  /** Reads until the head is there, and the content if that comes with it. Never blocks. */
  private void receiveHead(UpstreamExchange current) {
    List<ResponseHead> interim;
    Throwable reason = null;
    boolean answers = false;
    lock.lock();
    try {
      if (exchange != current || current.isBegun()) {
        return;
      }
      boolean goesOn = true;
      while (goesOn && parser.head() == null) {
        goesOn = receive();
      }
      interim = parser.takeInterim();
      ResponseHead head = parser.head();
      if (head != null) {
        current.began(head, parser.version(), parser.contentLength());
        takeInEarly(current);
        answers = sent || !current.isComplete() || current.output().hasContent();
      } else if (parser.fault() != null) {
        reason = FailureReport.invalid(parser.fault());
      } else if (ended) {
        reason = new IOException("the connection ended", broken);
      }
    } finally {
      lock.unlock();
    }
    interim.forEach(one -> tell(current, one));
    if (reason != null) {
      fail(current, reason);
    } else if (answers) { // else whoever still writes does: the connection is to be free before
      try {
        settle(current);
      } finally {
        current.answer();
      }
    }
  }

  private static void tell(UpstreamExchange current, ResponseHead interim) {
    try {
      current.request().onInterim().accept(interim);
    } catch (RuntimeException e) {
      // Its observer is at fault; the final response does not depend on it.
    }
  }

  private void takeInEarly(UpstreamExchange current) {
    EarlyContent early = current.early();
    long length = parser.contentLength();
    boolean goesOn = true;
    while (goesOn && early.takes(length)) {
      ByteBuffer piece = parser.content();
      if (piece != null) {
        early.append(piece, length);
      } else {
        goesOn = !noteEnd(current) && receive();
      }
    }
    releaseIfDrained();
  }

  /**
   * Reads content as {@link java.io.InputStream#read(byte[], int, int)} does, waiting for it.
   *
   * @param idle how long it may take to come
   */
  int read(UpstreamExchange reader, byte[] target, int offset, int length, Duration idle)
      throws IOException {
    int count;
    try {
      count = take(reader, target, offset, length, idle);
    } catch (InterruptedIOException e) { // a time-out too
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
          throw new IOException("the response broke off", reader.failure());
        }
        ByteBuffer piece = parser.content();
        if (piece != null) {
          int count = Math.min(length, piece.remaining());
          piece.get(target, offset, count);
          noteEnd(reader);
          return count;
        }
        if (!noteEnd(reader) && !receive()) {
          if (ended || parser.fault() != null) {
            throw new IOException("the response broke off", broken);
          }
          await(deadline);
        }
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  /** What comes need not be content: the time that framing takes counts too. */
  private void await(long deadline) throws InterruptedIOException {
    long seen = news;
    try {
      for (long left = deadline - System.nanoTime(); news == seen; ) {
        if (left <= 0) {
          throw new SocketTimeoutException("the upstream stopped sending");
        }
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Returns how many bytes of the content can be read without waiting, if there are any. */
  int available(UpstreamExchange reader) {
    int count = 0;
    lock.lock();
    try {
      if (exchange == reader) {
        ByteBuffer piece = parser.content();
        if (piece == null && !noteEnd(reader) && receive()) {
          piece = parser.content();
          noteEnd(reader);
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
   * Ends an exchange whose response nobody reads any more. The connection is kept if all of the
   * response has come and all of the request is on its way.
   */
  void letGo(UpstreamExchange over) {
    boolean whole;
    lock.lock();
    try {
      if (exchange != over) {
        return;
      }
      boolean goesOn = true;
      while (goesOn && parser.content() == null && !noteEnd(over)) {
        goesOn = receive();
      }
      whole = over.isComplete() && over.output().isExhausted();
      letGo = whole;
    } finally {
      lock.unlock();
    }
    if (whole) {
      settle(over);
    } else {
      fail(over, new IOException("given up"));
    }
  }

  /**
   * Parses what is in the buffer or, if nothing is, what the socket has. With the lock held, and
   * only if all content that was parsed is taken.
   *
   * @return false if there is nothing more; unless the connection has ended or the response is
   *     faulty, the selector will tell of it
   */
  private boolean receive() {
    if (parser.fault() != null) {
      return false;
    }
    if (hasBytes() || (!ended && fill())) {
      parser.parse(Objects.requireNonNull(buffer).getByteBuffer());
      releaseIfDrained();
      return true;
    }
    if (!ended) {
      watch();
      return false;
    }
    if (broken == null) {
      parser.end();
    }
    return parser.isComplete();
  }

  /** Takes note of the end of the response, if that is there; returns whether it is. */
  private boolean noteEnd(UpstreamExchange current) {
    releaseIfDrained();
    if (parser.isComplete() && !current.isComplete()) {
      current.ended(parser.trailers());
    }
    return current.isComplete();
  }

  /**
   * Returns the connection to its pool, or closes it, if an exchange is over in both directions.
   */
  private void settle(UpstreamExchange current) {
    boolean reusable;
    lock.lock();
    try {
      if (exchange != current || !current.isComplete() || !(sent || unwritable)) {
        return;
      }
      exchange = null;
      reusable = parser.isPersistent() && !unwritable && !hasBytes() && !ended;
      parser.reset();
      if (reusable) {
        watch();
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

  /** Returns whether bytes have come; takes note of the end. */
  private boolean fill() {
    RetainableByteBuffer empty = pool.acquire(BUFFER_SIZE, true);
    int count = -1;
    try {
      count = getEndPoint().fill(empty.getByteBuffer());
    } catch (IOException e) {
      broken = e;
    }
    if (count > 0) {
      buffer = empty;
      heard = true;
    } else {
      empty.release();
      ended |= count < 0;
    }
    return count > 0;
  }

  /** Asks to be told when there is more to read. */
  private void watch() {
    if (!watching && !closed) {
      watching = true;
      fillInterested();
    }
  }

  private boolean hasBytes() {
    return buffer != null && buffer.hasRemaining();
  }

  private void releaseIfDrained() {
    if (parser.content() == null && !hasBytes()) {
      release();
    }
  }

  private void release() {
    RetainableByteBuffer released = buffer;
    buffer = null;
    ReceivedBytes.release(released);
  }

  private void announce() {
    news++;
    arrived.signalAll();
  }

  /** Ends an exchange by a failure and closes the connection; without effect after its end. */
  void fail(UpstreamExchange failed, Throwable cause) {
    UpstreamException reason;
    lock.lock();
    try {
      if (exchange != failed) {
        return;
      }
      exchange = null;
      reason = told(cause);
    } finally {
      lock.unlock();
    }
    try {
      close();
    } finally {
      failed.failed(reason);
    }
  }

  private UpstreamException told(Throwable cause) {
    if (cause instanceof UpstreamException own) {
      return own;
    }
    if (handshaking) {
      return FailureReport.tlsFailed(cause);
    }
    return reused && !heard ? FailureReport.stale(cause) : FailureReport.connectionClosed(cause);
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
        ended = true;
        release();
        announce();
      }
    } finally {
      lock.unlock();
    }
    if (current != null) {
      fail(current, new ClosedChannelException());
      return;
    }
    getEndPoint().shutdownOutput();
    getEndPoint().close();
    destination.remove(this);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    if (!closed) {
      later(this::close);
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    if (!closed) {
      later(() -> lost(cause));
    }
  }

  /**
   * Does on another thread what Jetty calls for: it tells of failures with the lock of TLS held,
   * which is taken under this connection's lock elsewhere.
   */
  private void later(Runnable action) {
    try {
      getExecutor().execute(new Postponed(action));
    } catch (RejectedExecutionException e) {
      // The client has stopped, which has closed this connection.
    }
  }

  private void lost(Throwable cause) {
    UpstreamExchange current;
    lock.lock();
    try {
      watching = false;
      ended = true;
      broken = new IOException("the connection was lost", cause);
      current = exchange;
      announce();
    } finally {
      lock.unlock();
    }
    if (current == null) {
      close();
    } else {
      receiveHead(current);
    }
  }

  /** An exchange has time-outs of its own, up to its end. */
  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    lock.lock();
    try {
      boolean idle = exchange == null || letGo;
      ended |= idle; // nobody gets it from now on
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

  /** What becomes of a request on its way. */
  private final class Sending implements UpstreamOutput.Listener {
    private final UpstreamExchange sending;

    Sending(UpstreamExchange sending) {
      this.sending = sending;
    }

    @Override
    public void sent() {
      lock.lock();
      try {
        sent = exchange == sending;
      } finally {
        lock.unlock();
      }
      answerIfComplete();
    }

    private void answerIfComplete() {
      settle(sending);
      if (sending.isComplete()) {
        sending.answer();
      }
    }

    @Override
    public void unreadable(Exception failure) {
      fail(sending, FailureReport.unreadable(failure));
    }

    /** The upstream may have answered before it closed the connection. */
    @Override
    public void unwritable(Throwable failure) {
      later(() -> lostOutput(failure));
    }

    private void lostOutput(Throwable failure) {
      lock.lock();
      try {
        unwritable |= exchange == sending;
      } finally {
        lock.unlock();
      }
      receiveHead(sending);
      if (sending.isBegun()) {
        answerIfComplete();
      } else {
        fail(sending, failure);
      }
    }
  }
}
