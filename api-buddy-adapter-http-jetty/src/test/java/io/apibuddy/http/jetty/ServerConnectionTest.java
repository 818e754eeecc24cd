package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.ScriptedBody;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a connection in memory, whose timers run when a test calls them. */
@Timeout(60)
class ServerConnectionTest {

  private final TestHandler handler = new TestHandler();
  private final AtomicInteger gone = new AtomicInteger();
  private final CompletableFuture<ProxyResponse> answer = new CompletableFuture<>();
  private final Timers timers = new Timers();
  private Client client = new Client(0);
  private final Workers workers = new Workers(1);

  /** Opens a connection with room for {@code room} bytes that its client has not read yet. */
  private void connect(int room) {
    client = new Client(room);
    ServerSettings settings = ServerSettings.from(Settings.NONE);
    ServerContext context =
        new ServerContext(
            () -> settings,
            Duration.ZERO,
            handler,
            Notices.SILENT,
            workers,
            new OpenConnections(),
            new ArrayByteBufferPool(),
            timers);
    ServerConnection connection = new ServerConnection(context, client);
    client.setConnection(connection);
    client.onOpen();
    connection.onOpen();
    handler.eventual =
        request -> {
          request.onClientGone(gone::incrementAndGet);
          return answer;
        };
  }

  @AfterEach
  void close() {
    client.close();
    workers.close(Duration.ofSeconds(2));
  }

  @Test
  void halfClosedClientThatReceivesNothingCountsAsGone() {
    connect(1024);
    client.addInput(FrontendTestSupport.GET);
    client.addInputEOF();
    assertThat(gone).hasValue(0);
    timers.run();
    assertThat(gone).hasValue(1);
  }

  @Test
  void clientThatLeavesIsNoticedThoughItsRequestsFilledTheBuffer() {
    connect(1024);
    client.addInput(FrontendTestSupport.GET.repeat(2000).substring(0, 32 << 10));
    client.addInputEOF();
    timers.run();
    assertThat(gone).hasValue(1);
  }

  @Test
  void clientWhoseConnectionCannotBeReadCountsAsGone() {
    connect(1024);
    client.addInput(FrontendTestSupport.GET);
    client.broken = true;
    client.addInput("G");
    assertThat(gone).hasValue(1);
    assertThat(client.isOpen()).isFalse();
  }

  @Test
  void clientThatLeavesIsNoticedThoughItSentMoreDuringTheResponse() throws IOException {
    connect(16);
    client.addInput(FrontendTestSupport.GET);
    PipedOutputStream source = new PipedOutputStream();
    Body content = Body.Stream.of(new PipedInputStream(source), 5);
    answer.complete(handler.response(200, content, "Content-Length", "5"));
    await().until(() -> !client.getOutputString().isEmpty());
    client.addInput("G"); // is not read before the client has taken the head
    StringBuilder taken = new StringBuilder();
    await().until(() -> taken.append(client.takeOutputString()).toString().endsWith("\r\n\r\n"));
    client.addInputEOF();
    timers.run();
    timers.run();
    assertThat(gone).hasValue(1);
    source.close();
  }

  @Test
  void clientThatClosesBeforeItHasReadTheWholeResponseCountsAsGone() {
    connect(16);
    client.addInput(FrontendTestSupport.GET);
    answer.complete(handler.text("hello"));
    assertThat(gone).hasValue(0);
    client.close();
    assertThat(gone).hasValue(1);
    assertThat(handler.closed).hasValue(1);
  }

  @Test
  void idleTimeoutDoesNotEndAResponseThatIsBeingWritten() {
    connect(1024);
    client.addInput(FrontendTestSupport.GET);
    List<Boolean> ends = new ArrayList<>();
    client.whileWriting = () -> ends.add(isEndedByItsIdleTimeout());
    answer.complete(handler.text("hello"));
    assertThat(ends).isNotEmpty().containsOnly(false);
    assertThat(client.getOutputString()).endsWith("hello");
  }

  @Test
  void idleTimeoutEndsAResponseThatItsClientDoesNotRead() {
    connect(16);
    client.addInput(FrontendTestSupport.GET);
    assertThat(isEndedByItsIdleTimeout()).as("before there is a response").isFalse();
    answer.complete(handler.text("hello"));
    assertThat(isEndedByItsIdleTimeout()).isTrue();
  }

  private boolean isEndedByItsIdleTimeout() {
    return client.getConnection().onIdleExpired(new TimeoutException());
  }

  @Test
  void halfClosedClientThatReceivesNothingMoreCountsAsGone() throws InterruptedException {
    Gate headWritten = new Gate();
    answerAfterEnding(UpstreamAnswer.announced(200, 5).hold(headWritten));
    headWritten.awaitArrival();
    timers.run();
    assertThat(gone).as("gone at the first check after the head").hasValue(0);
    timers.run();
    assertThat(gone).hasValue(1);
    headWritten.open();
  }

  @Test
  void halfClosedClientThatHasReadTwiceDoesNotCountAsGone() throws InterruptedException {
    Gate headWritten = new Gate();
    Gate pieceWritten = new Gate();
    answerAfterEnding(
        UpstreamAnswer.announced(200, 5)
            .hold(headWritten)
            .send("he")
            .hold(pieceWritten)
            .send("llo"));
    headWritten.awaitArrival();
    timers.run();
    headWritten.open();
    pieceWritten.awaitArrival();
    for (int i = 0; i < 3; i++) {
      timers.run();
      assertThat(gone).as("after a pause of %s seconds", i).hasValue(0);
    }
    pieceWritten.open();
    await().until(() -> client.getOutputString().endsWith("\r\n\r\nhello"));
    assertThat(gone).hasValue(0);
  }

  @Test
  void halfClosedClientIsNotGoneWhileItsResponseIsBeingWritten() {
    connect(16);
    client.addInput(FrontendTestSupport.LAST_GET);
    client.addInputEOF();
    answer.complete(handler.response(200, Body.Stream.of(InputStream.nullInputStream(), -1)));
    await().until(() -> !client.getOutputString().isEmpty());
    StringBuilder taken = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      timers.run();
      assertThat(gone).hasValue(0);
      taken.append(client.takeOutputString());
    }
    await()
        .until(() -> taken.append(client.takeOutputString()).toString().endsWith("\r\n0\r\n\r\n"));
  }

  /**
   * Lets a client end its output and answers it. The answer reaches a gate when all before it is
   * written; its client may see the bytes a little earlier.
   */
  private void answerAfterEnding(UpstreamAnswer content) {
    connect(1024);
    client.addInput(FrontendTestSupport.LAST_GET);
    client.addInputEOF();
    Body body = new ScriptedBody(content.length(), content.steps(), content.trailers());
    answer.complete(handler.response(content.head(), body));
  }

  /** A client that sends and takes bytes when the test tells it to. */
  private static final class Client extends ByteArrayEndPoint {
    private boolean broken;
    private Runnable whileWriting = () -> {};

    Client(int room) {
      super(new byte[0], room);
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public int fill(ByteBuffer target) throws IOException {
      if (broken) {
        throw new IOException("broken");
      }
      return super.fill(target);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      whileWriting.run();
      return super.flush(buffers);
    }

    @Override
    protected void execute(Runnable task) {
      task.run();
    }
  }

  /** Timers that expire when the test calls {@link #run}. */
  private static final class Timers extends AbstractLifeCycle implements Scheduler {
    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public synchronized Task schedule(Runnable task, long delay, TimeUnit unit) {
      waiting.add(task);
      return () -> cancel(task);
    }

    private synchronized boolean cancel(Runnable task) {
      return waiting.remove(task);
    }

    private synchronized List<Runnable> takeAll() {
      List<Runnable> due = List.copyOf(waiting);
      waiting.clear();
      return due;
    }

    void run() {
      takeAll().forEach(Runnable::run);
    }
  }
}
