namespace Trainer.Tests.Host.Live;

/// <summary>Folders as runs leave them.</summary>
internal static class RunFolders
{
    public static void Write(string folder, string history, string? report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), """{ "Model": { "Name": "LeNet" }, "Training": { "Recipe": "default", "Epochs": 2 } }""");
        File.WriteAllText(Path.Combine(folder, "history.csv"), history);
        if (report is not null)
        {
            File.WriteAllText(Path.Combine(folder, "report.json"), report);
        }
    }
}
