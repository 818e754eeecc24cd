package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with its own profile, driven through the WebDriver protocol. Elements are
 * selected by CSS selectors.
 */
final class Browser implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DRIVER = "chromedriver";
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String url) throws IOException, InterruptedException {
    this.driver = driver;
    Map<String, Object> options =
        Map.of(
            "args", List.of("--headless", "--no-sandbox", "--window-size=1280,1400"),
            "prefs", Map.of("intl.accept_languages", "en"));
    JsonNode made =
        call(
            "POST",
            url + "/session",
            Map.of(
                "capabilities",
                Map.of(
                    "alwaysMatch",
                    Map.of(
                        "goog:chromeOptions",
                        options,
                        "goog:loggingPrefs",
                        Map.of("browser", "ALL")))));
    this.session = url + "/session/" + made.at("/sessionId").textValue();
  }

  /** Returns whether chromedriver is on the PATH of this machine. */
  static boolean isThere() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, DRIVER)));
  }

  static Browser start() throws IOException, InterruptedException {
    Process driver = new ProcessBuilder(DRIVER, "--port=0").redirectErrorStream(true).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return new Browser(driver, "http://127.0.0.1:" + started.group(1));
      }
    }
    throw new IOException(DRIVER + " ended before it had started");
  }

  void open(String url) throws IOException, InterruptedException {
    session("POST", "/url", Map.of("url", url));
  }

  String url() throws IOException, InterruptedException {
    return session("GET", "/url", null).textValue();
  }

  /** Clicks as soon as the element is there and can be clicked. */
  void click(String selector) {
    patiently(() -> session("POST", element(selector) + "/click", Map.of()));
  }

  void type(String selector, String text) {
    patiently(() -> session("POST", element(selector) + "/value", Map.of("text", text)));
  }

  /** Presses keys one after the other, wherever the focus is. */
  void press(String... keys) throws IOException, InterruptedException {
    List<Map<String, String>> strokes = new ArrayList<>();
    for (String key : keys) {
      strokes.add(Map.of("type", "keyDown", "value", key));
      strokes.add(Map.of("type", "keyUp", "value", key));
    }
    session(
        "POST",
        "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
  }

  /** Waits until an element is visible and its text contains {@code part}. */
  void awaitText(String selector, String part) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> text(selector), text -> text.contains(part));
  }

  /** Returns the visible text of an element. */
  String text(String selector) throws IOException, InterruptedException {
    return session("GET", element(selector) + "/text", null).textValue();
  }

  /** Returns the accessible name of the element that has the focus. */
  String focused() throws IOException, InterruptedException {
    String id = session("GET", "/element/active", null).at("/" + ELEMENT).textValue();
    return name(id);
  }

  /** Returns the accessible names of the selected elements. */
  List<String> names(String selector) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (JsonNode found : session("POST", "/elements", by(selector))) {
      String id = found.at("/" + ELEMENT).textValue();
      names.add(name(id));
    }
    return names;
  }

  /** Returns an accessible name, without the blank that some versions append. */
  private String name(String id) throws IOException, InterruptedException {
    return session("GET", "/element/" + id + "/computedlabel", null).textValue().strip();
  }

  /** Runs the body of a JavaScript function and returns its result. */
  JsonNode run(String script) throws IOException, InterruptedException {
    return session("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  JsonNode cookies() throws IOException, InterruptedException {
    return session("GET", "/cookie", null);
  }

  /** Returns the console messages since the last call. */
  JsonNode console() throws IOException, InterruptedException {
    return session("POST", "/se/log", Map.of("type", "browser"));
  }

  /** Sets the preferred colour scheme, {@code light} or {@code dark}. */
  void prefer(String scheme) throws IOException, InterruptedException {
    List<Map<String, String>> features =
        List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
    session(
        "POST",
        "/goog/cdp/execute",
        Map.of("cmd", "Emulation.setEmulatedMedia", "params", Map.of("features", features)));
  }

  /** Sets the width of the window in CSS pixels; 0 restores the usual one. */
  void width(int pixels) throws IOException, InterruptedException {
    Map<String, Object> size =
        Map.of("width", pixels, "height", 0, "deviceScaleFactor", 0, "mobile", false);
    session(
        "POST",
        "/goog/cdp/execute",
        Map.of("cmd", "Emulation.setDeviceMetricsOverride", "params", size));
  }

  /** Saves a screenshot as a PNG file. */
  void photograph(Path file) throws IOException, InterruptedException {
    byte[] image = Base64.getDecoder().decode(session("GET", "/screenshot", null).textValue());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, image);
  }

  @Override
  public void close() throws IOException {
    try {
      session("DELETE", "", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
    }
  }

  private interface Step {
    JsonNode take() throws IOException, InterruptedException;
  }

  /** Repeats a step while its element is missing or covered. */
  private static void patiently(Step step) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              step.take();
              return true;
            });
  }

  private String element(String selector) throws IOException, InterruptedException {
    return "/element/" + session("POST", "/element", by(selector)).at("/" + ELEMENT).textValue();
  }

  private static Map<String, Object> by(String selector) {
    return Map.of("using", "css selector", "value", selector);
  }

  private JsonNode session(String method, String path, @Nullable Map<String, ?> content)
      throws IOException, InterruptedException {
    return call(method, session + path, content);
  }

  private JsonNode call(String method, String url, @Nullable Map<String, ?> content)
      throws IOException, InterruptedException {
    String body = content == null ? "" : JSON.writeValueAsString(content);
    JsonNode value =
        JSON.readTree(
                http.send(
                        HttpRequest.newBuilder(URI.create(url))
                            .timeout(TIMEOUT)
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                        BodyHandlers.ofString())
                    .body())
            .at("/value");
    if (value.has("error")) {
      throw new IOException(method + " " + url + ": " + value.at("/message").textValue());
    }
    return value;
  }
}
