using TorchSharp;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;

string dir = "/work/shared/flowers17/";
int epochs = int.Parse(args[0]);
bool keras = args[1] == "keras";
uint seed = uint.Parse(args[2]);
Console.WriteLine(TorchRuntime.Configure());
using var train = CsvImageDataset.Open(dir + "flowers17_training.csv");
using var test = CsvImageDataset.Open(dir + "flowers17_testing.csv", null, train.Labels);
var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 20, ZoomRange = 0.15, WidthShiftRange = 0.2, HeightShiftRange = 0.2, ShearRange = 0.15, HorizontalFlip = true });
using var a = new InputPipeline(train, generator, new InputPipelineOptions { Epochs = epochs, Seed = seed, Shuffle = keras ? Shuffle.None : Shuffle.Full, StepsPerEpoch = keras ? train.Count / 32 : null, JoinSingleRemainder = true });
using var b = new InputPipeline(test, null, new InputPipelineOptions { Seed = seed });
using var model = Model.Create(() => new MiniVggNet(train.Shape, train.Labels.Classes.Count), seed);
Console.WriteLine($"{model.CountParameters()} {model.CountTrainableParameters()}");
model.Compile(new Sgd(0.01, 0.9, 0.01 / epochs), new SparseCategoricalCrossentropy());
var w = System.Diagnostics.Stopwatch.StartNew();
var cb = new Show { W = w, N = train.Count };
model.Fit(a, epochs, b, [cb]);
Console.WriteLine(a.ReadStatistics());
foreach (var s in a.ReadStatistics().Stages) Console.WriteLine(s);
sealed class Show : Trainer.Core.Training.Callbacks.Callback
{
    public System.Diagnostics.Stopwatch W = null!; public int N; double _trainEnd;
    public override void OnEpochBegin(int epoch) { W.Restart(); }
    public override void OnTestBegin() { _trainEnd = W.Elapsed.TotalSeconds; }
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) => Console.WriteLine($"{epoch + 1} {N / _trainEnd:F1} img/s, val {W.Elapsed.TotalSeconds - _trainEnd:F2}s  {string.Join(" ", logs.Select(l => $"{l.Key} {l.Value:F4}"))} tensors {torch.Tensor.TotalCount}");
}
