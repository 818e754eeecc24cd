package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.RequestHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request after the other, each answered before the next is parsed. The
 * selector's thread reads and parses; it never waits.
 *
 * <p>Jetty's own HTTP connection is not used because it neither keeps a target as it was received
 * nor notices a client that leaves while its request is in work, and answers in its own words what
 * it refuses.
 */
final class ServerConnection extends AbstractConnection.NonBlocking {

  /** How long a client may go on sending what nobody will read before its connection is cut. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum Phase {
    HEAD,
    CONTENT,
    EXCHANGE,
    /** Of content that nobody wants. */
    REST,
    CLOSING
  }

  private final ServerContext context;
  private final InetAddress client;
  private final int localPort;
  private final ReentrantLock lock = new ReentrantLock();
  private final RequestInput input;
  private final ResponseOutput output;
  private final ExchangeRunner runner;
  private final Deadline deadline;

  private Phase phase = Phase.HEAD;
  private @Nullable ServerExchange exchange;
  private volatile boolean draining;

  ServerConnection(ServerContext context, EndPoint endPoint) {
    super(endPoint, Runnable::run);
    this.context = context;
    this.client = ((InetSocketAddress) endPoint.getRemoteSocketAddress()).getAddress();
    this.localPort =
        endPoint.getLocalSocketAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    this.output = new ResponseOutput(endPoint);
    this.input =
        new RequestInput(endPoint, context.pool(), context.inForce(), lock, this::fillInterested);
    this.runner = new ExchangeRunner(context, this, output);
    this.deadline = new Deadline(context.scheduler(), this::onDeadline);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    if (!context.connections().add(this)) {
      getEndPoint().close();
      return;
    }
    lock.lock();
    try {
      if (phase == Phase.HEAD) { // else it was closed meanwhile
        deadline.start(context.settings().headerTimeout());
        input.watch();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onFillable() {
    ServerExchange left = null;
    boolean finished;
    lock.lock();
    try {
      boolean endedBefore = input.hasEnded();
      input.fill();
      if (input.hasEnded() && !endedBefore && exchange != null) {
        watchDeparture(exchange);
      }
      finished = phase == Phase.CLOSING && input.hasEnded();
      watchInput();
    } catch (IOException e) {
      left = exchange;
      finished = true;
    } finally {
      lock.unlock();
    }
    if (finished) {
      getEndPoint().close();
    }
    if (left != null) {
      left.clientGone();
    }
    advance();
  }

  /**
   * Asks for more, but not while an answer is on its way: each byte that comes starts the idle
   * time-out anew, so that a client that reads nothing could hold all that its answer holds.
   */
  private void watchInput() {
    if (phase == Phase.EXCHANGE && output.isWriting()) {
      output.onRest(this::watchAgain);
    } else {
      input.watch();
    }
  }

  private void watchAgain() {
    lock.lock();
    try {
      watchInput();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Parses the next head if it is its turn, and runs exchanges for as long as they end at once. One
   * with short content begins when that has come too, which mostly is at once.
   */
  void advance() {
    while (true) {
      ServerExchange next = null;
      RefusedRequest refusal;
      lock.lock();
      try {
        if (phase == Phase.REST && !goesOn()) {
          end();
        }
        if (phase == Phase.HEAD) {
          input.parse();
        } else if (phase != Phase.CONTENT) {
          return;
        }
        refusal = input.parser().refusal();
        if (refusal != null) {
          phase = Phase.CLOSING;
          deadline.stop();
          next = refusedExchange();
        } else {
          next = nextExchange();
        }
      } finally {
        lock.unlock();
      }
      if (refusal != null) {
        runner.refuse(refusal, next);
        return;
      }
      if (next == null || !runner.start(next)) {
        return;
      }
    }
  }

  /** Returns the exchange of a request whose content is refused, null if its head is. */
  private @Nullable ServerExchange refusedExchange() {
    RequestHead head = input.parser().head();
    return head == null
        ? null
        : new ServerExchange(head, Body.EMPTY, input, output, client, localPort, lock);
  }

  private @Nullable ServerExchange nextExchange() {
    RequestParser parser = input.parser();
    RequestHead head = parser.head();
    if (head == null) {
      if (input.hasEnded()) {
        phase = Phase.CLOSING;
        getEndPoint().close();
      } else {
        if (!deadline.isRunning() && !parser.isIdle()) {
          deadline.start(context.settings().headerTimeout());
        }
        input.watch();
      }
      return null;
    }
    Body.Bytes whole = input.wholeContent();
    if (whole == null && mayComePromptly(head)) {
      if (phase == Phase.HEAD) {
        phase = Phase.CONTENT;
        deadline.start(context.promptness());
      }
      input.watch();
      return null;
    }
    return beginExchange(head, whole);
  }

  /** Who is asked for {@code 100 Continue} says so once its content is read. */
  private boolean mayComePromptly(RequestHead head) {
    return !input.hasEnded() && input.hasRoomForContent() && head.headers().first("Expect") == null;
  }

  private ServerExchange beginExchange(RequestHead head, Body.@Nullable Bytes whole) {
    deadline.stop();
    phase = Phase.EXCHANGE;
    ServerExchange begun = new ServerExchange(head, whole, input, output, client, localPort, lock);
    exchange = begun;
    input.watch(); // the head is out of the buffer: there is room if there was none
    if (input.hasEnded()) {
      watchDeparture(begun);
    }
    return begun;
  }

  /** Finds out what a client that has ended its side does. */
  private void watchDeparture(ServerExchange watched) {
    new DepartureWatch(this, watched, output, context.scheduler()).start();
  }

  /** Returns whether an exchange is not over. */
  boolean isInProgress(ServerExchange asked) {
    lock.lock();
    try {
      return exchange == asked;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether the connection can go on after the exchange in progress, as far as is known: a
   * client that was not told to continue may keep its content (RFC 9110 section 10.1.1).
   *
   * @param stillReading whether the request's content may yet be asked for
   */
  boolean isReusable(boolean stillReading) {
    lock.lock();
    try {
      return !draining
          && input.parser().refusal() == null
          && ((stillReading && !expectsToContinue())
              || input.parser().isComplete()
              || input.wasContentWanted());
    } finally {
      lock.unlock();
    }
  }

  private boolean expectsToContinue() {
    return exchange != null && exchange.head().headers().first("Expect") != null;
  }

  /** Returns whether the client has sent something that was not looked at yet. */
  boolean hasUnread() {
    lock.lock();
    try {
      return input.hasBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what was wrong with the content of the request in progress, null if nothing was. */
  @Nullable RefusedRequest refusal() {
    lock.lock();
    try {
      return input.parser().refusal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends an exchange whose response was sent whole; {@link #advance} must be called afterwards. */
  void finish(boolean persistent) {
    lock.lock();
    try {
      exchange = null;
      if (phase == Phase.EXCHANGE && persistent && !draining) {
        phase = Phase.REST;
        if (goesOn()) {
          return;
        }
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Goes on to the next request. Of one whose answer came early, and promised that the connection
   * goes on, the rest is read away first, for as long as {@link #LINGER}.
   *
   * @return false if there is no going on
   */
  private boolean goesOn() {
    if (input.nextRequest()) {
      phase = Phase.HEAD;
      deadline.stop();
      takeOverIdleTimeout();
    } else if (draining || input.hasEnded() || input.parser().refusal() != null) {
      return false;
    } else if (!deadline.isRunning()) {
      input.endReading();
      deadline.start(LINGER);
    }
    input.watch();
    return true;
  }

  private void end() {
    phase = Phase.CLOSING;
    if (input.hasEnded() || (input.parser().isComplete() && !input.hasBytes())) {
      getEndPoint().close();
    } else {
      linger();
    }
  }

  /** Takes over changed settings now, or after the exchange in progress. */
  void reconfigure() {
    lock.lock();
    try {
      if (phase == Phase.HEAD) {
        takeOverIdleTimeout();
      }
    } finally {
      lock.unlock();
    }
  }

  private void takeOverIdleTimeout() {
    getEndPoint().setIdleTimeout(context.settings().clientIdleMillis());
  }

  /** Closes without a reset: unread bytes would make the kernel take back what was just sent. */
  private void linger() {
    getEndPoint().shutdownOutput();
    input.discard();
    deadline.start(LINGER);
    input.watch();
  }

  /**
   * Ends the connection short of the end of the answer in progress. If that is in chunks, of which
   * no last one has come, it is closed in good order, so that what was written before, an answer
   * ahead of this one too, arrives; else as {@link #abort} does: there are clients that do not
   * compare what came with its length.
   */
  void breakOff(boolean chunked) {
    boolean inOrder;
    lock.lock();
    try {
      inOrder = chunked && phase == Phase.EXCHANGE && output.isAtRest();
      if (inOrder) {
        exchange = null;
        phase = Phase.CLOSING;
        if (input.hasEnded()) {
          getEndPoint().close();
        } else {
          linger();
        }
      }
    } finally {
      lock.unlock();
    }
    if (!inOrder) {
      abort();
    }
  }

  /** Breaks the connection with a reset, so that no client takes what it has for a whole answer. */
  void abort() {
    resetWhenClosed();
    getEndPoint().close();
  }

  private void resetWhenClosed() {
    if (getEndPoint().getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException ignored) {
        // It is closed already.
      }
    }
  }

  /** Closes now, or after the exchange in progress. */
  void drain() {
    draining = true;
    boolean idle;
    lock.lock();
    try {
      idle = phase == Phase.HEAD;
      if (phase == Phase.REST) {
        end();
      }
    } finally {
      lock.unlock();
    }
    if (idle) {
      getEndPoint().close();
    }
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    lock.lock();
    try {
      return (phase != Phase.EXCHANGE && phase != Phase.CONTENT) || output.isHeldUp();
    } finally {
      lock.unlock();
    }
  }

  /** The connection has been idle for too long, which with an answer on its way breaks that off. */
  @Override
  public void onFillInterestedFailed(Throwable cause) {
    boolean answering;
    lock.lock();
    try {
      answering = phase == Phase.EXCHANGE;
    } finally {
      lock.unlock();
    }
    if (answering) {
      resetWhenClosed();
    }
    getEndPoint().close(cause);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    ServerExchange left;
    lock.lock();
    try {
      phase = Phase.CLOSING;
      left = exchange;
      exchange = null;
      deadline.stop();
      deadline.destroy();
      input.close();
    } finally {
      lock.unlock();
    }
    context.connections().remove(this);
    super.onClose(cause);
    if (left != null) {
      left.clientGone();
    }
  }

  private void onDeadline() {
    boolean refused;
    ServerExchange begun = null;
    lock.lock();
    try {
      if (!deadline.isOver()) {
        return;
      }
      refused = phase == Phase.HEAD && !input.parser().isIdle();
      if (phase == Phase.REST) {
        end();
        return;
      }
      if (phase == Phase.CONTENT) {
        begun = beginExchange(Objects.requireNonNull(input.parser().head()), null);
      } else {
        phase = Phase.CLOSING;
      }
    } finally {
      lock.unlock();
    }
    if (begun != null) {
      if (runner.start(begun)) {
        advance();
      }
    } else if (refused) {
      runner.refuse(new RefusedRequest(408), null);
    } else {
      getEndPoint().close();
    }
  }
}
