package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One exchange on a connection, from the head of the request to the end of the response. */
final class ServerExchange implements ProxyRequest {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final RequestHead head;
  private final InetAddress client;
  private final int localPort;
  private final ResponseOutput output;
  private final Body body;
  private final ReentrantLock lock;
  private @Nullable List<Runnable> goneActions; // guarded by lock; null if there are none
  private boolean gone; // guarded by lock
  private boolean answered; // guarded by lock
  private boolean responding; // guarded by lock
  private volatile @Nullable Object attachment;

  /**
   * Starts an exchange.
   *
   * @param whole the request's content if all of it has arrived, else null
   * @param localPort the result of {@link #localPort}
   * @param lock the connection's lock; its exchanges never overlap
   */
  ServerExchange(
      RequestHead head,
      Body.@Nullable Bytes whole,
      RequestInput input,
      ResponseOutput output,
      InetAddress client,
      int localPort,
      ReentrantLock lock) {
    this.head = head;
    this.client = client;
    this.localPort = localPort;
    this.output = output;
    this.lock = lock;
    this.body = whole != null ? whole : new RequestBody(input, () -> askForContent(input));
  }

  /**
   * Asks the client for its content, with {@code 100 Continue} if it expects that. Does nothing
   * once the final response has begun.
   */
  private void askForContent(RequestInput input) throws IOException {
    ResponseOutput.Sent sent = expectsContinue() ? new ResponseOutput.Sent() : null;
    lock.lock();
    try {
      if (responding) {
        return;
      }
      input.contentWanted();
      if (sent != null) {
        output.write(sent, ByteBuffer.wrap(CONTINUE));
      }
    } finally {
      lock.unlock();
    }
    if (sent != null) {
      sent.await();
    }
  }

  private boolean expectsContinue() {
    return head.version() == ProtocolVersion.HTTP_1_1
        && head.headers().lists("Expect", "100-continue");
  }

  /** Marks the start of the final response: no interim response may follow. */
  void beginResponse() {
    lock.lock();
    try {
      responding = true;
    } finally {
      lock.unlock();
    }
  }

  /** Marks the whole response as being written: a client that leaves now is not reported. */
  void answered() {
    setAnswered(true);
  }

  /** Reports that the whole response could not be written after all; the client counts as gone. */
  void answerLost() {
    setAnswered(false);
    clientGone();
  }

  private void setAnswered(boolean value) {
    lock.lock();
    try {
      answered = value;
    } finally {
      lock.unlock();
    }
  }

  /** Runs the actions for a client that has left, unless the whole response is being written. */
  void clientGone() {
    List<Runnable> actions;
    lock.lock();
    try {
      if (answered) {
        return;
      }
      gone = true;
      actions = goneActions == null ? List.of() : goneActions;
      goneActions = null;
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public String authority() {
    return Authority.of(head);
  }

  @Override
  public InetAddress clientAddress() {
    return client;
  }

  @Override
  public int localPort() {
    return localPort;
  }

  @Override
  public void onClientGone(Runnable action) {
    lock.lock();
    try {
      if (!gone) {
        goneActions = goneActions == null ? new ArrayList<>(1) : goneActions;
        goneActions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  @Override
  public void interim(ResponseHead interim) {
    if (head.version() != ProtocolVersion.HTTP_1_1) {
      return;
    }
    lock.lock();
    try {
      if (!responding) {
        output.write(Callback.NOOP, HeadEncoder.interim(interim));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object value) {
    attachment = value;
  }
}
