package io.apibuddy.bootstrap.usage;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the end of an answer in a stream of events or lines. A gateway that loses its
 * connection to a model may end the stream in good order, in the middle of the answer, and an MCP
 * server may end it before, to be asked for the rest by GET. Only streams of a known form can miss
 * their end. For use by one thread.
 */
final class StreamEnd {
  /** Of Anthropic, OpenAI's responses and Cohere. */
  private static final Set<String> BEGINNING_EVENTS =
      Set.of("message_start", "response.created", "message-start");

  private static final Set<String> ENDING_EVENTS =
      Set.of(
          "message_stop",
          "response.completed",
          "response.incomplete",
          "response.done", // of some servers in place of the former two
          "message-end");

  /**
   * A form of answers.
   *
   * @param texts what an event before the end contains
   * @param ends what the last event contains if it states no reason
   */
  private record Form(List<String> texts, List<String> ends) {

    boolean isOf(String data) {
      return texts.stream().allMatch(data::contains);
    }

    boolean endsWith(String data) {
      return ends.stream().anyMatch(data::contains);
    }
  }

  /** The form of answers whose events have names. */
  private static final Form NAMED = new Form(List.of(), List.of());

  /** The other forms: chats of OpenAI and what it had before, Gemini, Ollama and JSON-RPC (MCP). */
  private static final List<Form> UNNAMED =
      List.of(
          new Form(List.of("\"chat.completion.chunk\""), List.of()),
          new Form(List.of("\"text_completion\"", "\"choices\""), List.of()),
          new Form(List.of("\"candidates\"", "\"modelVersion\""), List.of()),
          new Form(List.of("\"done\":false", "\"model\":"), List.of("\"done\":true")),
          new Form(List.of("\"jsonrpc\""), List.of("\"result\"")));

  /** After the last event of OpenAI's, or its last line of data if no line between is empty. */
  private static final String DONE = "[DONE]";

  /** The end of the names below, which is found faster than the pattern. */
  private static final String REASON_NAME = "eason\"";

  /**
   * A reason to finish, to stop or to block the answer, which is null or empty before. Some servers
   * send no other end. Its value is checked before the rest of its name, since each event may have
   * one that is null.
   */
  private static final Pattern REASON =
      Pattern.compile(
          "eason\"(?=\\s*+:\\s*+\"[^\"])"
              + "(?<=(?:(?:finish|stop|done)_r|(?:finish|stop|block)R)eason\")");

  private @Nullable Form form; // once the answer has begun
  private boolean ended;

  /** Examines the name of an event. */
  void takeName(String name) {
    form = BEGINNING_EVENTS.contains(name) ? NAMED : form;
    ended |= ENDING_EVENTS.contains(name);
  }

  /**
   * Examines the data of an event. An end is looked for only once an answer has begun.
   *
   * @param statesReason what {@link #statesReason} returns for the data
   */
  void takeData(String data, boolean statesReason) {
    if (form == null) {
      form = UNNAMED.stream().filter(each -> each.isOf(data)).findFirst().orElse(null);
    }
    ended = ended || (form != null && (statesReason || isLast(form, data)));
  }

  private static boolean isLast(Form form, String data) {
    return data.stripTrailing().endsWith(DONE) || form.endsWith(data);
  }

  /** Returns whether a document states the reason why the answer ends. */
  static boolean statesReason(String data) {
    int name = data.indexOf(REASON_NAME);
    return name >= 0 && REASON.matcher(data).find(name);
  }

  /** Returns whether the answer has begun in a known form and has not come to its end. */
  boolean isMissing() {
    return form != null && !ended;
  }
}
