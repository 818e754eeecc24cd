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
 * A client's HTTP connection. It serves one request after the other, each answered before the next
 * is parsed. The selector's thread reads and parses, and never blocks.
 *
 * <p>Jetty's own HTTP connection is not used because it does not keep the request target as
 * received, does not notice that a client leaves while its request is being handled, and answers
 * refused requests in its own words.
 */
final class ServerConnection extends AbstractConnection.NonBlocking {

  /** How long a client may go on sending unread content before its connection is closed. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum Phase {
    HEAD,
    /** The head has arrived, and short content is expected promptly. */
    CONTENT,
    EXCHANGE,
    /** Content that nobody reads is being skipped. */
    SKIPPING,
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
        probeForDisconnect(exchange);
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
   * Registers for more input, but not while a response is being written. Each byte received
   * restarts the idle time-out, so a client that sends but does not read could keep its response,
   * and all that the response holds, alive.
   */
  private void watchInput() {
    if (phase == Phase.EXCHANGE && output.isWriting()) {
      output.whenIdle(this::watchAgain);
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
   * Parses the next head if no exchange is in progress, and runs exchanges as long as they end at
   * once. An exchange with short content starts when the content has arrived, too, which mostly is
   * at once.
   */
  void advance() {
    while (true) {
      ServerExchange next = null;
      RefusedRequest refusal;
      lock.lock();
      try {
        if (phase == Phase.SKIPPING && !tryNextRequest()) {
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

  /** Returns the exchange of a request whose content was refused, null if its head was. */
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
        deadline.start(context.shortContentTimeout());
      }
      input.watch();
      return null;
    }
    return beginExchange(head, whole);
  }

  /**
   * Returns whether short content may arrive soon. A client that expects {@code 100 Continue} sends
   * none before the handler reads.
   */
  private boolean mayComePromptly(RequestHead head) {
    return !input.hasEnded() && input.hasRoomForContent() && head.headers().first("Expect") == null;
  }

  private ServerExchange beginExchange(RequestHead head, Body.@Nullable Bytes whole) {
    deadline.stop();
    phase = Phase.EXCHANGE;
    ServerExchange begun = new ServerExchange(head, whole, input, output, client, localPort, lock);
    exchange = begun;
    input.watch(); // the head has left the buffer, so there is room again
    if (input.hasEnded()) {
      probeForDisconnect(begun);
    }
    return begun;
  }

  /** Starts to watch whether a client that has ended its sending side is still there. */
  private void probeForDisconnect(ServerExchange watched) {
    new DisconnectProbe(this, watched, output, context.scheduler()).start();
  }

  /** Returns whether {@code candidate} is still the exchange in progress. */
  boolean isInProgress(ServerExchange candidate) {
    lock.lock();
    try {
      return exchange == candidate;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether the connection can be used again after the exchange in progress, as far as is
   * known yet: a client that was not told to continue need not send its content (RFC 9110 section
   * 10.1.1).
   *
   * @param stillReading whether the request's content may still be read
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

  /** Returns whether the client has sent bytes that were not parsed yet. */
  boolean hasUnread() {
    lock.lock();
    try {
      return input.hasBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Returns why the content of the request in progress was refused, null if it was not. */
  @Nullable RefusedRequest refusal() {
    lock.lock();
    try {
      return input.parser().refusal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends an exchange whose whole response was sent; the caller must call {@link #advance} next. */
  void finish(boolean persistent) {
    lock.lock();
    try {
      exchange = null;
      if (phase == Phase.EXCHANGE && persistent && !draining) {
        phase = Phase.SKIPPING;
        if (tryNextRequest()) {
          return;
        }
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves on to the next request. If a request was answered early, with the promise to keep the
   * connection open, the rest of its content is skipped first, for up to {@link #LINGER}.
   *
   * @return false if the connection cannot be used again
   */
  private boolean tryNextRequest() {
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

  /** Applies changed settings now, or after the exchange in progress. */
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

  /** Closes without a reset: the kernel sends one if bytes are unread, and drops written bytes. */
  private void linger() {
    getEndPoint().shutdownOutput();
    input.discard();
    deadline.start(LINGER);
    input.watch();
  }

  /**
   * Ends the connection before the response in progress is complete. A chunked response of which
   * nothing is being written is ended by an orderly close, so that everything written before,
   * including earlier responses, arrives; the missing last chunk shows that it is incomplete. Any
   * other is ended by a reset, as {@link #abort} does, because some clients do not compare the
   * content with its announced length.
   */
  void breakOff(boolean chunked) {
    boolean inOrder;
    lock.lock();
    try {
      inOrder = chunked && phase == Phase.EXCHANGE && output.isFlushed();
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

  /** Closes with a reset, so that no client takes a partial response for a complete one. */
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

  /** Closes the connection now, or after the exchange in progress. */
  void drain() {
    draining = true;
    boolean idle;
    lock.lock();
    try {
      idle = phase == Phase.HEAD;
      if (phase == Phase.SKIPPING) {
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

  /** Closes a connection that was idle for too long; with a reset if a response is in progress. */
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
      if (phase == Phase.SKIPPING) {
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
