package io.apibuddy.bootstrap.killloop;

import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.NumberedApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sixteen clients that check every answer. */
final class Clients implements AutoCloseable {
  private static final int CLIENTS = 16;

  /** A tenth of the numbers is requested with POST. */
  private static final int POSTED = 3;

  /** Under load every third request asks for a new version. */
  private static final int REFRESHED = 3;

  private static final String[] REFRESH = {"X-API-Buddy-Cache", "refresh"};
  private static final String[] PLAIN = {};

  private final String baseUrl;
  private final int numbers;
  private final Ledger ledger;
  private final KillLoopCounts figures;
  private final Client client = new Client();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicInteger turn = new AtomicInteger();

  Clients(String baseUrl, int numbers, Ledger ledger, KillLoopCounts figures) {
    this.baseUrl = baseUrl;
    this.numbers = numbers;
    this.ledger = ledger;
    this.figures = figures;
  }

  /** Starts to request one number after the other; each client stops when a request fails. */
  List<Future<Void>> load() {
    return all(
        () -> {
          while (true) {
            int asked = turn.getAndIncrement();
            String[] fields = asked % REFRESHED == 0 ? REFRESH : PLAIN;
            try {
              look(Math.floorMod(asked, numbers), fields);
            } catch (IOException killed) {
              return null;
            }
          }
        });
  }

  /** Requests each number once: an answer that the ledger owes must be a hit. */
  void verify() throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    List<Future<Void>> asking =
        all(
            () -> {
              for (int n = next.getAndIncrement(); n < numbers; n = next.getAndIncrement()) {
                long owed = ledger.owed(n);
                HttpResponse<byte[]> answer = look(n, PLAIN);
                boolean hit = Client.field(answer, "X-Cache").equals("HIT");
                (hit ? figures.hits : figures.misses).incrementAndGet();
                if (owed > 0 && (!hit || NumberedApi.version(n, answer) < owed)) {
                  figures.lostAnswers.incrementAndGet();
                  complain(n, "version " + owed + " was owed", answer);
                }
              }
              return null;
            });
    for (Future<Void> client : asking) {
      client.get();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private List<Future<Void>> all(Callable<Void> task) {
    List<Future<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      tasks.add(threads.submit(task));
    }
    return tasks;
  }

  private HttpResponse<byte[]> look(int number, String... fields)
      throws IOException, InterruptedException {
    String url = baseUrl + NumberedApi.PATH + number;
    HttpResponse<byte[]> answer =
        number % 10 == POSTED
            ? client.post(url, "{\"number\": " + number + "}", fields)
            : client.get(url, fields);
    figures.answers.incrementAndGet();
    long version = NumberedApi.version(number, answer);
    if (answer.statusCode() != 200) {
      figures.failedAnswers.incrementAndGet();
      complain(number, "status " + answer.statusCode(), answer);
    } else if (version == 0) {
      figures.wrongBodies.incrementAndGet();
      complain(number, "wrong body", answer);
    } else {
      ledger.answered(number, version);
    }
    return answer;
  }

  private static void complain(int number, String trouble, HttpResponse<?> answer) {
    System.out.println(
        "  number " + number + ": " + trouble + "; the answer's head is " + answer.headers().map());
  }
}
