package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TotalsTest {
  private static final int SIZE = 100;

  private final Totals totals = new Totals();
  @AutoClose private Connection connection;
  private Statements statements;
  private Transactions transactions;

  @BeforeEach
  void makeTheTable() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    statements = new Statements(connection);
    statements.execute("CREATE TABLE cache_entries (id INTEGER PRIMARY KEY, kept INTEGER)");
    transactions = new Transactions(statements, totals, () -> true);
  }

  /** Returns an operation for the writer. */
  private static Operation operation(Query<Boolean> change) {
    return new AwaitedOperation<>(change, false, () -> {});
  }

  private Operation insert(long id) {
    return operation(
        writer -> {
          PreparedStatement insert =
              writer.prepare("INSERT INTO cache_entries (id, kept) VALUES (?, ?)");
          insert.setLong(1, id);
          insert.setLong(2, SIZE);
          insert.executeUpdate();
          totals.stored(SIZE);
          return true;
        });
  }

  private Operation delete(long id, List<Long> expected) {
    return operation(
        writer -> {
          PreparedStatement delete =
              writer.prepare("DELETE FROM cache_entries WHERE id = ? RETURNING id, kept");
          delete.setLong(1, id);
          assertThat(totals.delete(delete)).isEqualTo(expected);
          return true;
        });
  }

  private Operation look(int entries) {
    return operation(
        writer -> {
          assertTotal(entries);
          return true;
        });
  }

  private void assertTotal(int entries) throws SQLException {
    assertThat(totals.exceedWithout(statements, 0, 0, entries - 1, Long.MAX_VALUE)).isTrue();
    assertThat(totals.exceedWithout(statements, 0, 0, Long.MAX_VALUE, (long) entries * SIZE - 1))
        .isTrue();
    assertThat(totals.exceedWithout(statements, 0, 0, entries, (long) entries * SIZE)).isFalse();
  }

  @Test
  void changesOfATransactionCountWithinItAndAfterIt() throws SQLException {
    assertThat(transactions.execute(List.of(insert(1), insert(2), look(2)))).isNull();
    assertThat(transactions.execute(List.of(delete(1, List.of(1L)), look(1)))).isNull();
    assertThat(transactions.execute(List.of(delete(1, List.of()), insert(3), look(2)))).isNull();

    assertTotal(2);
  }

  @Test
  void changesThatAreRolledBackDoNotCount() throws SQLException {
    assertTotal(0);
    assertThat(transactions.execute(List.of(insert(1), insert(2), insert(1))))
        .isInstanceOf(StoreException.class);
    assertTotal(2);

    assertThat(transactions.execute(List.of(delete(1, List.of(1L)), insert(2))))
        .isInstanceOf(StoreException.class);
    assertTotal(1);
  }

  @Test
  void rowsStoredEarlierCount() throws SQLException {
    statements.execute("INSERT INTO cache_entries (id, kept) VALUES (7, " + SIZE + ")");
    assertThat(transactions.execute(List.of(insert(1), look(2)))).isNull();

    assertTotal(2);
  }
}
