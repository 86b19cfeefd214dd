// Images from code of one's own, as with a generator in Keras: a database, a download, or drawn, as here.
using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;

var shape = new ImageShape(Height: 16, Width: 16, Channels: 1);
LabelBinarizer labels = LabelBinarizer.Fit(["across", "down"]);

// Each epoch asks for a new sequence; the pipeline reads it in the background, ahead of the training.
using var stripes = new SequenceDataset((pass, _) => DrawStripes(shape, 320, pass), count: 320, shape, labels);
using var others = new SequenceDataset((_, _) => DrawStripes(shape, 64, seed: -1), count: 64, shape, labels);

var augmentation = new ImageDataGenerator(new() { WidthShiftRange = 0.1, Rescale = 1.0 / 255 });
using var batches = new InputPipeline(stripes, augmentation, new() { Seed = 1 });
using var validation = new InputPipeline(others, augmentation.ForEvaluation());

using Model model = Model.Create(() => new LeNet(shape, labels.Classes.Count), seed: 1);
model.Compile(new Adam(learningRate: 0.001), new SparseCategoricalCrossentropy());
History history = model.Fit(batches, epochs: 5, validation);
Console.WriteLine($"validation accuracy {history["val_accuracy"][^1]:P1}");

static async IAsyncEnumerable<Sample> DrawStripes(ImageShape shape, int count, int seed)
{
    var random = new Random(seed);
    byte[] pixels = new byte[shape.Length];
    for (int i = 0; i < count; i++)
    {
        bool down = random.Next(2) == 1;
        int width = random.Next(2, 5);
        for (int at = 0; at < pixels.Length; at++)
        {
            int along = down ? at % shape.Width : at / shape.Width;
            pixels[at] = (byte)((along / width % 2 * 160) + random.Next(96));
        }

        await Task.Yield(); // where yours waits for a disk or a network

        // The pixels are copied before the next sample is asked for, so that one array does.
        yield return new Sample(pixels, down ? "down" : "across");
    }
}
