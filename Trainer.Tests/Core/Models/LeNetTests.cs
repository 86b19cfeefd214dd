using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Models;

[Collection(TorchCollection.Name)]
public sealed class LeNetTests
{
    [Fact]
    public void Parameters_OfThePaper_AreAsMany()
    {
        using Model model = Model.Create(() => new LeNet(new ImageShape(28, 28, 1), classes: 10), seed: 1);

        Assert.Equal(61_706, model.CountParameters());
    }

    [Fact]
    public void Constructor_ImageTooSmall_ThrowsAndSaysWhatIsNeeded()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new LeNet(new ImageShape(11, 28, 1), classes: 2));

        Assert.Contains("at least 12×12 pixels; the shape is 11×28×1", e.Message, StringComparison.Ordinal);
    }
}
