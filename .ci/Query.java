import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;

/** Prints the first row that an SQL query finds in an SQLite file, its values separated by "|". */
class Query {

  public static void main(String... arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
        ResultSet row = connection.createStatement().executeQuery(arguments[1])) {
      StringBuilder line = new StringBuilder();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        line.append(i == 1 ? "" : "|").append(row.getString(i));
      }
      System.out.println(line);
    }
  }
}
