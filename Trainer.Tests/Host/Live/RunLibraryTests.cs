using Trainer.Host.Live.Dashboard;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Live;

public sealed class RunLibraryTests
{
    [Fact]
    public void List_RunsAndOtherThings_ListsRunsNewestFirst()
    {
        using var directory = new TemporaryDirectory();
        RunFolders.Write(directory.File("runs/a"), "epoch,loss,val_accuracy\n1,2.5,0.5\n2,NaN,0.25\n", """{ "status": "completed", "accuracy": 0.75 }""");
        RunFolders.Write(directory.File("runs/b"), "epoch,loss\n", report: null);
        RunFolders.Write(directory.File("runs/c"), "epoch,loss\n1,2\n", "{ torn");
        Directory.CreateDirectory(directory.File("runs/no-run"));
        File.WriteAllText(directory.File("runs/file.txt"), "no run either");
        var library = new RunLibrary(directory.File("runs"));

        Assert.Equal(
            [
                new FinishedRunInfo("c", null, 1, double.NaN, double.NaN, "LeNet", "default"),
                new FinishedRunInfo("b", null, 0, double.NaN, double.NaN, "LeNet", "default"),
                new FinishedRunInfo("a", "completed", 2, 0.75, 0.5, "LeNet", "default"),
            ],
            library.List());
        Assert.Equal([2.5, double.NaN], library.ReadHistory("a")!["loss"]);
        Assert.Contains("LeNet", library.ReadSettings("a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("link")]
    public void Read_NameThatLeadsOutside_FindsNothing(string name)
    {
        using var directory = new TemporaryDirectory();
        RunFolders.Write(directory.File("secret"), "epoch,loss\n1,2\n", report: null);
        RunFolders.Write(directory.File("runs/a"), "epoch,loss\n1,2\n", report: null);
        Directory.CreateSymbolicLink(directory.File("runs/link"), directory.File("secret"));
        var library = new RunLibrary(directory.File("runs"));

        Assert.Null(library.ReadHistory(name));
        Assert.Null(library.ReadSettings(name));
        Assert.Equal(["a"], library.List().Select(run => run.Name));
    }
}
