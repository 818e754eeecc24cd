package io.apibuddy.bootstrap.usage;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for the end of a model's answer in a stream of events. A gateway that loses its connection
 * to the model may end the stream in good order, in the middle of the answer. Only streams of a
 * known form can miss their end. For use by one thread.
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

  /** In each event of OpenAI's chat completions. */
  private static final String CHAT_CHUNK = "\"chat.completion.chunk\"";

  /** In each event of Gemini's, unless it refuses the question. */
  private static final List<String> GEMINI_CHUNK = List.of("\"candidates\"", "\"modelVersion\"");

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

  private boolean begun;
  private boolean ended;

  /** Examines the name of an event. */
  void takeName(String name) {
    begun |= BEGINNING_EVENTS.contains(name);
    ended |= ENDING_EVENTS.contains(name);
  }

  /**
   * Examines the data of an event. An end is looked for only once an answer has begun.
   *
   * @param statesReason what {@link #statesReason} returns for the data
   */
  void takeData(String data, boolean statesReason) {
    begun = begun || data.contains(CHAT_CHUNK) || GEMINI_CHUNK.stream().allMatch(data::contains);
    ended = ended || (begun && (statesReason || data.stripTrailing().endsWith(DONE)));
  }

  /** Returns whether a document states the reason why the answer ends. */
  static boolean statesReason(String data) {
    int name = data.indexOf(REASON_NAME);
    return name >= 0 && REASON.matcher(data).find(name);
  }

  /** Returns whether the answer has begun in a known form and has not come to its end. */
  boolean isMissing() {
    return begun && !ended;
  }
}
