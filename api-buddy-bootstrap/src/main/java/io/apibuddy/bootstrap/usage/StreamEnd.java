package io.apibuddy.bootstrap.usage;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for the end of a model's answer in a stream of events. A gateway that loses its connection
 * to the model may end the stream in good order, in the middle of the answer. Only streams of a
 * known form can miss their end. For use by one thread.
 */
final class StreamEnd {
  /** The names of events that begin an answer, each with those that end it. */
  private static final Map<String, Set<String>> ENDING_EVENTS =
      Map.of(
          "message_start", Set.of("message_stop"), // Anthropic
          "response.created", Set.of("response.completed", "response.incomplete"), // OpenAI
          "message-start", Set.of("message-end")); // Cohere

  /** In each event of OpenAI's chat completions. */
  private static final String CHAT_CHUNK = "\"chat.completion.chunk\"";

  private static final List<String> CHAT_ENDS =
      List.of("\"finish_reason\":\"", "\"finish_reason\": \"");

  private static final String CHAT_DONE = "[DONE]";

  /** In each event of Gemini's, unless it refuses the question. */
  private static final List<String> GEMINI_CHUNK = List.of("\"candidates\"", "\"modelVersion\"");

  private static final String GEMINI_END = "\"finishReason\"";

  private Set<String> endingEvents = Set.of();
  private boolean eventEnded;
  private boolean chatBegun;
  private boolean chatEnded;
  private boolean geminiBegun;
  private boolean geminiEnded;

  /** Examines the name of an event. */
  void takeName(String name) {
    eventEnded |= endingEvents.contains(name);
    endingEvents = ENDING_EVENTS.getOrDefault(name, endingEvents);
  }

  /** Examines the data of an event. An end is looked for only in a form that has begun. */
  void takeData(String data) {
    chatBegun = chatBegun || data.contains(CHAT_CHUNK);
    chatEnded = chatEnded || (chatBegun && endsChat(data));
    geminiBegun = geminiBegun || GEMINI_CHUNK.stream().allMatch(data::contains);
    geminiEnded = geminiEnded || (geminiBegun && data.contains(GEMINI_END));
  }

  private static boolean endsChat(String data) {
    return CHAT_ENDS.stream().anyMatch(data::contains) || data.strip().equals(CHAT_DONE);
  }

  /** Returns whether the answer has begun in a known form and has not come to its end. */
  boolean isMissing() {
    return (!endingEvents.isEmpty() && !eventEnded)
        || (chatBegun && !chatEnded)
        || (geminiBegun && !geminiEnded);
  }
}
