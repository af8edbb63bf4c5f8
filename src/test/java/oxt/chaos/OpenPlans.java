package oxt.chaos;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a store's journal says was begun and not ended; read beside the daemon that has it open. */
final class OpenPlans {
    private OpenPlans() {}

    static List<String> of(Path store) {
        List<String> open = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT kind FROM plans WHERE outcome IS NULL")) {
            while (rows.next()) {
                open.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return open;
    }
}
