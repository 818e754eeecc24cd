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
 * What a {@link FakeUpstream} answers: a head, then a body as a script of steps. Immutable; every
 * method returns a changed copy.
 *
 * @param head status and fields, the framing ones included
 * @param length the announced length of the body, -1 if none is announced
 * @param steps what the reader of the body meets, in order
 * @param trailers the trailer section
 * @param interim responses that come ahead of the head
 * @param version the version of HTTP it claims to be answered in
 * @param inMemory whether all of the body comes with the head: it consists of one piece
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

  /**
   * Returns an answer with nothing in its body yet, of which {@code length} bytes are announced.
   */
  public static UpstreamAnswer announced(int status, long length, String... fields) {
    Headers headers =
        Headers.of(fields).toBuilder().set("Content-Length", Long.toString(length)).build();
    return bare(new ResponseHead(status, headers), length);
  }

  /** Returns an answer of unknown length with nothing in its body yet. */
  public static UpstreamAnswer streamed(int status, String... fields) {
    return bare(new ResponseHead(status, Headers.of(fields)), -1);
  }

  private static UpstreamAnswer bare(ResponseHead head, long length) {
    return new UpstreamAnswer(
        head, length, List.of(), Headers.EMPTY, List.of(), ProtocolVersion.HTTP_1_1, false);
  }

  /** Adds a piece of the body that is read at once. */
  public UpstreamAnswer send(String piece) {
    return send(piece.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a piece of the body that is read at once. */
  public UpstreamAnswer send(byte[] piece) {
    return piece.length == 0 ? this : then(new ScriptedBody.Send(new Body.Bytes(piece.clone())));
  }

  /** Holds the reader of the body until the gate is opened. */
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

  /** Has the body come with the head, in one piece. */
  public UpstreamAnswer atOnce() {
    return new UpstreamAnswer(head, length, steps, trailers, interim, version, true);
  }

  private UpstreamAnswer then(ScriptedBody.Step step) {
    List<ScriptedBody.Step> more = new ArrayList<>(steps);
    more.add(step);
    return new UpstreamAnswer(head, length, more, trailers, interim, version, inMemory);
  }
}
