package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The answer of a {@link FakeUpstream}: a head, then a body as a script of steps. Immutable; all
 * methods return a changed copy.
 *
 * @param head status and header fields, including those for framing
 * @param length the announced length of the body, -1 if none is announced
 * @param steps what the reader of the body meets, in order
 * @param trailers the trailer section
 * @param interim the interim responses before the head
 * @param version the HTTP version that it pretends to use
 * @param inMemory whether the whole body arrives with the head, which requires a single piece
 */
public record UpstreamAnswer(
    ResponseHead head,
    long length,
    List<ScriptedBody.Step> steps,
    Headers trailers,
    List<ResponseHead> interim,
    ProtocolVersion version,
    boolean inMemory) {

  /** Copies the lists. */
  public UpstreamAnswer {
    steps = List.copyOf(steps);
    interim = List.copyOf(interim);
  }

  /** Returns an answer whose length is announced in {@code Content-Length}. */
  public static UpstreamAnswer of(int status, String body, String... fields) {
    return of(status, body.getBytes(StandardCharsets.UTF_8), fields);
  }

  /** Returns an answer whose length is announced in {@code Content-Length}. */
  public static UpstreamAnswer of(int status, byte[] body, String... fields) {
    return announced(status, body.length, fields).send(body);
  }

  /** Returns an answer with an empty body so far, of which {@code length} bytes are announced. */
  public static UpstreamAnswer announced(int status, long length, String... fields) {
    Headers headers =
        Headers.of(fields).toBuilder().set("Content-Length", Long.toString(length)).build();
    return bare(new ResponseHead(status, headers), length);
  }

  /** Returns an answer of unknown length with an empty body so far. */
  public static UpstreamAnswer streamed(int status, String... fields) {
    return bare(new ResponseHead(status, Headers.of(fields)), -1);
  }

  private static UpstreamAnswer bare(ResponseHead head, long length) {
    return new UpstreamAnswer(
        head, length, List.of(), Headers.EMPTY, List.of(), ProtocolVersion.HTTP_1_1, false);
  }

  /** Adds a piece of the body that can be read at once. */
  public UpstreamAnswer send(String piece) {
    return send(piece.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a piece of the body that can be read at once. */
  public UpstreamAnswer send(byte[] piece) {
    return piece.length == 0 ? this : then(new ScriptedBody.Send(new Body.Bytes(piece.clone())));
  }

  /** Makes the reader of the body wait until the gate is opened. */
  public UpstreamAnswer hold(Gate gate) {
    return then(new ScriptedBody.Hold(gate));
  }

  /** Breaks the connection: the reader gets an {@link java.io.IOException}. */
  public UpstreamAnswer cut() {
    return then(new ScriptedBody.Cut());
  }

  /** Returns an answer that announces all of {@code body} and breaks after {@code count} bytes. */
  public static UpstreamAnswer cutAfter(int count, byte[] body, String... fields) {
    return announced(200, body.length, fields).send(Arrays.copyOf(body, count)).cut();
  }

  /** Ends the body with a trailer section. */
  public UpstreamAnswer withTrailers(String... fields) {
    return new UpstreamAnswer(head, length, steps, Headers.of(fields), interim, version, inMemory);
  }

  /** Sends an interim response first. */
  public UpstreamAnswer withInterim(int status, String... fields) {
    List<ResponseHead> more = new ArrayList<>(interim);
    more.add(new ResponseHead(status, Headers.of(fields)));
    return new UpstreamAnswer(head, length, steps, trailers, more, version, inMemory);
  }

  /** Makes the body arrive with the head, in one piece. */
  public UpstreamAnswer atOnce() {
    return new UpstreamAnswer(head, length, steps, trailers, interim, version, true);
  }

  private UpstreamAnswer then(ScriptedBody.Step step) {
    List<ScriptedBody.Step> more = new ArrayList<>(steps);
    more.add(step);
    return new UpstreamAnswer(head, length, more, trailers, interim, version, inMemory);
  }
}
