using Trainer.Augment.Images;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Models;

/// <summary>
/// The layers of a network with their output shapes and numbers of parameters, as Keras' <c>summary</c> prints them.
/// </summary>
public sealed class ModelSummary
{
    private const int LeastNameWidth = 29;
    private const int ShapeWidth = 26;
    private const int CountWidth = 12;

    private ModelSummary(string name, IReadOnlyList<LayerSummary> layers, long trainable, long nonTrainable)
    {
        Name = name;
        Layers = layers;
        TrainableParameters = trainable;
        NonTrainableParameters = nonTrainable;
    }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The layers in the order in which they are called; layers of layers are listed, their groups are not.
    /// </summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>All weights, running statistics included.</summary>
    public long TotalParameters => TrainableParameters + NonTrainableParameters;

    /// <summary>The weights that an optimizer can change.</summary>
    public long TrainableParameters { get; }

    /// <summary>Frozen weights and running statistics.</summary>
    public long NonTrainableParameters { get; }

    /// <summary>Looks at a network while one black image passes through it. The network stays as it is.</summary>
    /// <param name="network">The network; the caller is on the thread that does Torch's work.</param>
    /// <param name="shape">The shape of the images.</param>
    public static ModelSummary Of(Module<Tensor, Tensor> network, ImageShape shape)
    {
        using var scope = NewDisposeScope();
        var shapes = new OrderedDictionary<Module, long[]>(ReferenceEqualityComparer.Instance);
        (string Name, Module Module)[] layers = [.. network.named_modules().Where(pair => IsLayer(pair.module))];
        if (layers.Length == 0)
        {
            layers = [(network.GetType().Name, network)];
        }

        Trace(network, shape, layers, shapes);
        LayerSummary[] rows =
        [
            .. from layer in layers
               let place = shapes.IndexOf(layer.Module)
               orderby place < 0, place
               select new LayerSummary(
                   layer.Name,
                   layer.Module.GetType().Name,
                   shapes.GetValueOrDefault(layer.Module),
                   Count(layer.Module, recurse: false)),
        ];
        long trainable = network.parameters().Where(parameter => parameter.requires_grad).Sum(
            parameter => parameter.numel());
        return new ModelSummary(network.GetType().Name, rows, trainable, Count(network, recurse: true) - trainable);
    }

    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    public void Write(TextWriter output)
    {
        (string Name, string Shape, string Count)[] rows =
        [
            .. Layers.Select(
                layer => ($"{layer.Name} ({layer.Type})", Describe(layer.OutputShape), $"{layer.Parameters:N0}")),
        ];
        int nameWidth = Math.Max(LeastNameWidth, rows.Max(row => row.Name.Length + 2));
        int width = nameWidth + ShapeWidth + CountWidth;
        output.WriteLine($"Model: \"{Name}\"");
        output.WriteLine(new string('_', width));
        output.WriteLine(Row("Layer (type)", "Output Shape", "Param #"));
        output.WriteLine(new string('=', width));
        foreach ((string name, string shape, string count) in rows)
        {
            output.WriteLine(Row(name, shape, count));
        }

        output.WriteLine(new string('=', width));
        output.WriteLine($"Total params: {TotalParameters:N0}");
        output.WriteLine($"Trainable params: {TrainableParameters:N0}");
        output.WriteLine($"Non-trainable params: {NonTrainableParameters:N0}");
        output.WriteLine(new string('_', width));

        string Row(string name, string shape, string count) =>
            $" {name.PadRight(nameWidth - 1)}{shape.PadRight(ShapeWidth)}{count.PadRight(CountWidth)}".TrimEnd();
    }

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(text);
        return text.ToString();
    }

    /// <summary>A layer has no parts, or weights of its own beside them.</summary>
    private static bool IsLayer(Module module) => !module.children().Any() || Count(module, recurse: false) > 0;

    private static long Count(Module module, bool recurse) =>
        module.parameters(recurse).Sum(parameter => parameter.numel())
        + module.buffers(recurse).Where(buffer => buffer.is_floating_point()).Sum(buffer => buffer.numel());

    private static void Trace(
        Module<Tensor, Tensor> network,
        ImageShape shape,
        (string Name, Module Module)[] layers,
        OrderedDictionary<Module, long[]> shapes)
    {
        (Module Module, bool Training)[] modes =
            [.. network.modules().Prepend(network).Select(module => (module, module.training))];
        var hooks = layers.Select(layer => layer.Module).OfType<Module<Tensor, Tensor>>().Distinct().Select(layer =>
            layer.register_forward_hook((module, _, output) =>
            {
                shapes.TryAdd(module, output.shape);
                return output;
            })).ToArray();
        try
        {
            using IDisposable noGrad = no_grad();
            network.eval();
            Device device = network.parameters().FirstOrDefault()?.device ?? CPU;
            _ = network.call(zeros(1, shape.Channels, shape.Height, shape.Width, device: device));
        }
        finally
        {
            foreach (var hook in hooks)
            {
                hook.remove();
            }

            // Each as it was, parts after their wholes: a part may be kept in evaluation mode on purpose.
            foreach ((Module module, bool training) in modes)
            {
                module.train(training);
            }
        }
    }

    private static string Describe(IReadOnlyList<long>? shape) => shape is null
        ? "?"
        : $"({string.Join(", ", shape.Skip(1).Select(length => $"{length}").Prepend("None"))})";
}
