using Trainer.Core.Metrics;
using Trainer.Host.Reports;
using Xunit;

namespace Trainer.Tests.Host.Reports;

public sealed class ConfusionCsvTests
{
    [Fact]
    public void Format_ThreeClasses_HasARowPerTrueClass()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Count([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], 3);

        string text = ConfusionCsv.Format(matrix, ["daisy", "iris, blue", "tulip"]);

        Assert.Equal("true,daisy,\"iris, blue\",tulip\ndaisy,1,1,0\n\"iris, blue\",0,1,0\ntulip,1,0,2\n", text);
    }
}
