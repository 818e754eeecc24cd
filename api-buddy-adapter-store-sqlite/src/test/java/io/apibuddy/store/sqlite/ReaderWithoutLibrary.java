package io.apibuddy.store.sqlite;

import io.apibuddy.ports.contract.RecordingNotices;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import java.nio.file.Path;

/**
 * A program that reads the newest entry of a storage twice and prints the outcome, to be run where
 * the library that decompresses cannot be loaded.
 */
final class ReaderWithoutLibrary {
  private ReaderWithoutLibrary() {}

  /** Reads the file that the only argument names. */
  public static void main(String[] arguments) {
    RecordingNotices notices = new RecordingNotices();
    try (Storage storage = TestStorage.open(Path.of(arguments[0]), notices)) {
      EntryPage page = storage.responses().entries(EntryQuery.first(EntrySelector.ALL, 1));
      for (int call = 0; call < 2; call++) {
        try {
          System.out.println(storage.responses().body(page.entries().get(0).id(), 0));
        } catch (StoreException e) {
          System.out.println(e.kind() + " " + e.getMessage());
        }
      }
      System.out.println("notices " + notices.codes());
    }
  }
}
