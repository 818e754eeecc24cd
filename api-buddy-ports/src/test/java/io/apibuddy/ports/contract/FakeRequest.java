package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request that needs no front end and comes from the loopback address. The {@code with} methods
 * return a new, unused request.
 */
public final class FakeRequest implements ProxyRequest {
  private final RequestHead head;
  private final Body body;
  private final String authority;
  private final InetAddress clientAddress;
  private final int localPort;
  private final List<ResponseHead> interims = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Object> attachment = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> onGone = new ArrayList<>();
  private boolean gone;

  private FakeRequest(
      RequestHead head, Body body, String authority, InetAddress clientAddress, int localPort) {
    this.head = head;
    this.body = body;
    this.authority = authority;
    this.clientAddress = clientAddress;
    this.localPort = localPort;
  }

  /** Returns a request without a body, addressed to {@code localhost:8080}. */
  public static FakeRequest of(String method, String target, String... fields) {
    return new FakeRequest(
        new RequestHead(method, target, ProtocolVersion.HTTP_1_1, Headers.of(fields)),
        Body.EMPTY,
        "localhost:8080",
        InetAddress.getLoopbackAddress(),
        0);
  }

  /** Returns a GET request. */
  public static FakeRequest get(String target, String... fields) {
    return of("GET", target, fields);
  }

  /** Returns a POST request with a body of known length. */
  public static FakeRequest post(String target, String content, String... fields) {
    return of("POST", target, fields).withBody(content);
  }

  /** Returns the same request with one more field line. */
  public FakeRequest withHeader(String name, String value) {
    return withHeaders(head.headers().toBuilder().add(name, value).build());
  }

  /** Returns the same request with a body of known length, {@code Content-Length} included. */
  public FakeRequest withBody(String content) {
    return withBody(new Body.Bytes(content.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the same request with another body; its length, if known, becomes {@code
   * Content-Length}.
   */
  public FakeRequest withBody(Body content) {
    Headers.Builder fields = head.headers().toBuilder().remove("Content-Length");
    if (content.length() >= 0) {
      fields.set("Content-Length", Long.toString(content.length()));
    }
    return new FakeRequest(head(fields.build()), content, authority, clientAddress, localPort);
  }

  /**
   * Returns a request with the same head object but other content, even if the head does not match
   * it.
   */
  public FakeRequest behindSameHead(String content) {
    Body.Bytes bytes = new Body.Bytes(content.getBytes(StandardCharsets.UTF_8));
    return new FakeRequest(head, bytes, authority, clientAddress, localPort);
  }

  /** Returns the same request in another version of HTTP. */
  public FakeRequest withVersion(ProtocolVersion version) {
    return new FakeRequest(
        new RequestHead(head.method(), head.target(), version, head.headers()),
        body,
        authority,
        clientAddress,
        localPort);
  }

  /** Returns the same request, addressed to another authority. */
  public FakeRequest withAuthority(String other) {
    return new FakeRequest(head, body, other, clientAddress, localPort);
  }

  /** Returns the same request from another address. */
  public FakeRequest withClientAddress(InetAddress other) {
    return new FakeRequest(head, body, authority, other, localPort);
  }

  /** Returns the same request as received on another port. */
  public FakeRequest withLocalPort(int port) {
    return new FakeRequest(head, body, authority, clientAddress, port);
  }

  private FakeRequest withHeaders(Headers fields) {
    return new FakeRequest(head(fields), body, authority, clientAddress, localPort);
  }

  private RequestHead head(Headers fields) {
    return new RequestHead(head.method(), head.target(), head.version(), fields);
  }

  /** Returns the request's head, including a {@code Host} field with the authority. */
  @Override
  public RequestHead head() {
    return authority.isEmpty() || head.headers().contains("Host")
        ? head
        : head(Headers.of("Host", authority).toBuilder().addAll(head.headers()).build());
  }

  @Override
  public Body body() {
    return body;
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public InetAddress clientAddress() {
    return clientAddress;
  }

  @Override
  public int localPort() {
    return localPort;
  }

  @Override
  public void onClientGone(Runnable action) {
    boolean late;
    lock.lock();
    try {
      late = gone;
      if (!late) {
        onGone.add(action);
      }
    } finally {
      lock.unlock();
    }
    if (late) {
      action.run();
    }
  }

  /**
   * Simulates that the client closes its connection: runs the actions registered with {@link
   * #onClientGone}, once.
   */
  public void leave() {
    List<Runnable> actions;
    lock.lock();
    try {
      gone = true;
      actions = List.copyOf(onGone);
      onGone.clear();
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public void interim(ResponseHead interim) {
    interims.add(interim);
  }

  /** Returns the interim responses so far, in order. */
  public List<ResponseHead> interims() {
    return List.copyOf(interims);
  }

  @Override
  public @Nullable Object attachment() {
    return attachment.get();
  }

  @Override
  public void attach(@Nullable Object value) {
    attachment.set(value);
  }
}
