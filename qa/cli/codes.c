/* The pages of `labelqa explain`. */
#include <string.h>
#include <strings.h>

#include "qa/cli/help.h"

struct page {
    const char *code;
    const char *text; /* the title ends at the first full stop */
};

static const struct page pages[] = {
    {"E001", "Unknown command or option. The nearest known one is suggested."},
    {"E002",
     "A value that an option or setting does not take. The message says what is expected; a "
     "rate is written 5% or 0.05, never 5."},
    {"E003",
     "--vendor is not NAME=FILES. Write --vendor acme=a.csv,b.csv; wildcards may be quoted."},
    {"E004",
     "--map is not a list of FIELD=COLUMN. An empty column says that the field is not there."},
    {"E005", "Files are missing or too many. The command's help shows which it takes."},
    {"E006", "A workbook cannot go to standard output. Give -o FILE.xlsx."},
    {"E007", "No gold was given. Use -g FILE, or --map gold=COLUMN."},
    {"E008", "The delivery has no question of that name. The message lists those it has."},
    {"E010",
     "No answer has the field that --by names. Give its column with --map, or gold for classes."},
    {"E011", "An unknown coefficient. The nearest known one is suggested; labelqa cite lists all."},
    {"E012", "--stages names a stage that no answer has. The column stage gives them."},
    {"E014", "--by batch or week where answers have none, or more than a chart can show."},
    {"E019",
     "An output name whose suffix is no format that is written. Name it .xlsx, .csv, .tsv, .json, "
     ".jsonl, .md or .txt, or say --format."},
    {"E009", "An unknown time zone. Use UTC, an offset such as +01:00, or an IANA name."},
    {"E101", "A file cannot be opened or read. The system's reason follows."},
    {"E102", "Damaged gzip data. The file was cut off or altered; get it again."},
    {"E103", "Damaged UTF-16. An unpaired surrogate or half a character; the byte is named."},
    {"E104", "The input is larger than labelqa accepts. Inflated data counts."},
    {"E105",
     "The format was not recognised. Name it with --input-format; see labelqa help formats."},
    {"E106", "An unknown format name. See labelqa help formats."},
    {"E107", "A file is given twice. Each file is read once and counts once."},
    {"E108", "Bytes that are not UTF-8. Save the file as UTF-8 or UTF-16; a NUL byte is no text."},
    {"E109",
     "A quote that is never closed, or not around a whole cell. Write a quote inside a quoted "
     "cell twice."},
    {"E110", "A row with another number of cells than the header. Nothing is guessed."},
    {"E111", "An empty file. A line with the names of the columns is expected."},
    {"E112", "A required column is missing. Name it with --map FIELD=COLUMN."},
    {"E113", "Two columns could be one field. Say which with --map FIELD=COLUMN."},
    {"E114", "--map names a field or a column that does not exist."},
    {"E115", "Broken JSON. The message says what was expected where."},
    {"E116", "An image id that no images section lists."},
    {"E117", "A category id that no categories section lists."},
    {"E118", "One id with two meanings. Ids must be unique within a file and agree between files."},
    {"E119", "A required member of a JSON object is missing."},
    {"E120", "No table of that name. The message lists the tables of this result."},
    {"E121", "A box of which only some sides are given."},
    {"E122", "A box side that is not a number or is negative."},
    {"E123", "An unknown status word. Expected done, skipped or open."},
    {"E124", "A time without a zone. Give it in the file, or --timezone for all of them."},
    {"E125", "A time that cannot be read. Expected ISO 8601 or epoch seconds."},
    {"E126", "Seconds that are not a number, or negative."},
    {"E127", "A row without an item."},
    {"E128",
     "Answers without an annotator, where annotators are to be compared or judged. Files or "
     "folders may tell (--annotator-from), or a column (--map annotator=COLUMN)."},
    {"E129", "A value or score that is not a number."},
    {"E131", "One annotator answers one item twice, differently. Choose with --duplicates first or "
             "last, or correct the file."},
    {"E132", "One question is answered with objects of two kinds. Give each its own question."},
    {"E133", "An item with two gold labels in a column."},
    {"E134", "An item with two different gold answers."},
    {"E135", "A matrix of weights that is not one. A column and a row for each label, 1 on the "
             "diagonal, numbers from 0 to 1, the same both ways."},
    {"E136", "The weights leave out a label of the delivery. Add its row and column."},
    {"E137", "A damaged workbook, or an archive that is none. Save it again as .xlsx."},
    {"E138", "Sheets of one workbook whose columns differ. Each must have the same header."},
    {"E139", "A workbook without the header row that is looked for."},
    {"E140", "audit.yaml is not as expected. An unknown key, a wrong type or a value out of range; "
             "labelqa init writes a commented one."},
    {"E141",
     "A damaged archive or compressed file. It was cut off or altered on its way, or is one "
     "part of several; get it again. The entry is named where one is at fault."},
    {"E142", "An archive inside an archive or a folder. Only one level is read: unpack it, or give "
             "it by itself."},
    {"E143", "An encrypted archive. labelqa asks for no passwords; unpack it and give the folder."},
    {"E144", "A folder or archive with too many entries, too deep, or with names too long. The "
             "message says what is accepted."},
    {"E145", "An earlier result that is none: --before wants what errors, compare or audit wrote "
             "with --format json, against gold."},
    {"E146", "Two entries of one name in a folder or archive. Their answers would count twice; a "
             "file beside itself compressed, as a.csv and a.csv.gz, is such a pair."},
    {"E147", "A kind of archive that is not read. Pack the files as zip, or as tar in gzip, xz, "
             "zstd or bzip2."},
    {"E148", "A shape that is turned, or was marked on a turned image. Boxes are upright; what a "
             "turned one covers is not guessed."},
    {"E149", "A task with several predictions, read as pre-labels. Leave one of them: what a "
             "person was shown is one."},
    {"E150", "Not a file of sums that labelqa score --save-sums wrote, or of another version."},
    {"E151", "A damaged line in a file of sums."},
    {"E152", "A file of sums with a family, figure, kind or setting that this version does not "
             "know so."},
    {"E153", "A file of sums with lines out of order or twice."},
    {"E154", "A file of sums that was cut short."},
    {"E155", "Sums that were not compared in the same way: another reference, other classes."},
    {"E156", "Two files of sums with the same items. They would count twice."},
    {"E157", "Sums that together are beyond what can be added exactly."},
    {"E160",
     "No delivered item is among those of gold, or of the pre-labels, so nothing can be compared. "
     "The message shows two names; --item-names says what of a name counts: base without folders, "
     "stem without the suffix too, path with as many folders as tell items apart."},
    {"E161", "A delivery or gold without any answer. A header alone, or rows that all are left "
             "out."},
    {"E162",
     "Two images of a COCO file with one name. Two people's marks on one image belong in two files "
     "or want a member annotator; two images, names with their folders."},
    {"E163", "A reading of item names that makes two items of one side the same. Choose another "
             "--item-names."},
    {"E164",
     "A wide table of numbers that may be labels of annotators or counts of answers. Say which "
     "with --map wide=annotators or --map wide=counts."},
    {"E165", "Annotators are to be weighed, and a file counts answers without them."},
    {"E166",
     "One vendor, or one charge of a vendor, under two spellings: charges would stand apart that "
     "belong together. Write one name."},
    {"E167", "No objects to compare: the answers are labels, texts or nothing. `labelqa agree`, "
             "`errors` and "
             "`score` compare those; a table gives objects by the columns that `labelqa help "
             "formats` lists."},
    {"E158",
     "A file changed while it was read. What was read may be half old, half new: nothing was "
     "written. Run again when whoever writes the file is done."},
    {"E159", "A Label Studio export that holds nothing that can be read. The reason follows."},
    {"E170",
     "A number with two readings, such as 1.250, where the file's other numbers do not tell, or "
     "contradict each other. Say --decimal point or --decimal comma, or the key decimal in "
     "audit.yaml; or write it without signs between thousands."},
    {"E171",
     "A number that the decimal sign does not allow: that of --decimal or, in a delivery, the "
     "one that the first numbers show."},
    {"E172",
     "A price in another currency than its row's. The sign or code in the cell and the column "
     "currency must agree."},
    {"E173",
     "A date with two readings, such as 03/04/2026, where no other date of the column tells. Say "
     "--dates dmy or mdy, or the key dates in audit.yaml; or write 2026-04-03."},
    {"E174", "A date that the order of --dates does not allow."},
    {"E175",
     "A time that the clocks of the zone skipped, or showed twice, in the night in which they were "
     "changed. Write it with its offset from UTC, such as 2026-03-29T03:30:00+02:00."},
    {"E180",
     "A table of image sizes that cannot be read: columns item, width and height, whole numbers of "
     "pixels, each item once."},
    {"E181",
     "Labels that are shares of an image whose size is not known. Give --sizes FILE with columns "
     "item, width and height, or the images in one folder or archive with the labels."},
    {"E182",
     "A line of numbers that can be read in several ways. --input-format yolo-seg, yolo-obb or "
     "yolo-pose says which."},
    {"E183",
     "XML that is not well-formed, is cut short or not in the encoding that it declares; or that "
     "declares entities or nests too deep, which deliveries do not."},
    {"E190",
     "Masks on one side and outlines on the other. They do not compare as they are: --rasterise "
     "makes masks of the outlines by COCO's rule, to the bit."},
    {"E191", "An outline that --rasterise cannot make a mask of, because the size of its image is "
             "not known or too large. Give --sizes FILE with columns item, width and height."},
    {"E192",
     "Masks of one image in two sizes, or in another size than the image has. They are compared "
     "pixel by pixel, and nothing is scaled in silence: export them at the size of the image."},
    {"E193", "A table of colours that cannot be read, or two labels with one colour. Columns are "
             "label, red, green and blue, from 0 to 255."},
    {"E194",
     "A PNG file that cannot be read: damaged, cut short, too large, or in colours where grey "
     "levels were expected."},
    {"E195",
     "A label map in colours, and a colour that no table has. Pictures that were scaled or "
     "compressed hold invented colours; --colours FILE names those that are meant, in columns "
     "label, red, green and blue."},
    {"E184", "A class by a number that has no name, or two lists of names that differ."},
    {"E185",
     "An element, member or column that the format must have is missing, or is of another kind. "
     "The message names it."},
    {"E200",
     "The text that a file quotes of a span does not stand at its offsets, and would if these "
     "counted something else: characters, units of UTF-16 (browsers, Java) or bytes. Say --offsets "
     "codepoint, utf16 or bytes."},
    {"E201", "An offset of a span that is outside its text, or within a character."},
    {"E202",
     "Offsets in units of UTF-16 or bytes, and no text to turn them into characters. Give the text "
     "with the file, as its format has it."},
    {"E186",
     "Pixels under the header of Open Images, whose boxes are shares of the image. Say what the "
     "columns are with --input-format csv and --map."},
    {"E203",
     "A label outside the declared set. Labels are compared byte for byte; the nearest one is "
     "suggested."},
    {"E230",
     "--sigmas is neither a spread above 0, nor a comma list of such, nor a readable file."},
    {"E231", "A line of the file of --sigmas that is no spread. Expected a number above 0, or a "
             "keypoint's name, a comma and its number, on all lines alike."},
    {"E232",
     "Objects that cannot be compared as they are. Keypoints other than COCO's 17 whose boxes have "
     "no area need --sigmas: one spread for all, or one for each point by its place or name."},
    {"E240",
     "A line that is none of a UEM file. Each names a recording, its channel, and the start and "
     "end in seconds of a part that was to be annotated; lines that begin with ;; are remarks."},
    {"E241", "A line that the format does not have. The message says what was expected there."},
    {"E242",
     "A TextGrid that is damaged. It announces how many tiers and intervals it has; one that ends "
     "before them was cut short, and what is missing would count as silence."},
    {"E243",
     "Times of a subtitle that cannot be read, as hours:minutes:seconds.milliseconds, or a file "
     "without any: it would count as a recording in which nothing was said."},
    {"E244",
     "An annotation of ELAN that refers to a time slot or an annotation that is not in the file."},
    {"E245", "A file of segments in JSON that is not laid out as ActivityNet's."},
    {"E246",
     "A line of a file of words (--normalise) that is no rule. Each gives one word, a tab and what "
     "it becomes; no word may have two rules."},
    {"E204",
     "A tag of a token that the scheme of --scheme does not have, or without a letter where other "
     "tags of the file have one."},
    {"E205", "A token without a tag, or a tag without a token, or one that is no text."},
    {"E206", "A line of brat's standoff that is neither a span nor a relation of two spans."},
    {"E290",
     "A key of annotators' pseudonyms that could be guessed. `labelqa init` makes a good one; "
     "--names-key names a file of 16 bytes or more."},
    {"E301", "The delivery has several questions. Choose one with --question."},
    {"E302", "There is nothing to sample."},
    {"E303", "More combinations of names than strata can be numbered. Stratify by fewer fields."},
    {"E304", "Options of a sample that do not go together, or a file beside it that says nothing."},
    {"E305", "An id that comes more than once in a list of ids."},
    {"E306", "Hidden items that do not fit the order: already in it, too many, or too few."},
    {"E307", "A secret seed that could be guessed. Use a file of 16 bytes or more; --commit makes "
             "one of 32 random bytes."},
    {"E311", "An unknown verdict on a work sheet. Expected correct, wrong, unsure or nothing."},
    {"E312", "Sizes on a work sheet that contradict each other."},
    {"E313", "One id twice on a work sheet."},
    {"E314",
     "A row of a work sheet that is not in the delivery. A sheet that was drawn with a key of "
     "annotators' names (labelqa.key, --names-key) is found again with that key alone."},
    {"E315", "A row of a work sheet that was changed, or that belongs to another sheet: its check "
             "code does "
             "not fit the cells that are not for the auditor. Take the sheet as it was written and "
             "copy the "
             "columns verdict, gold, severity and comment into it."},
    {"E316",
     "Rows of a work sheet are missing. Rows that are not done stay, with an empty verdict; when "
     "the sheet was divided among auditors, judge all of its files together."},
    {"E317",
     "A plan's acceptance numbers, and a sample in which some answers were likelier than others: "
     "clusters, draws by size, or strata that are not in proportion. Judge it by --limit, which "
     "weighs the answers."},
    {"E318", "A list of scores with a cell that is no number, or without a score."},
    {"E321",
     "No sampling plan keeps the risks asked for; the reason follows. Rates that are nearly alike, "
     "or one number of errors in a small lot, cannot be told apart by a sample: widen the gap "
     "between --aql and --rql, allow larger risks, or check the whole lot."},
    {"E401", "An unknown basis of a charge. `labelqa quote --rules` lists them."},
    {"E402", "An unknown tiering, condition or recurrence, or two tierings for one charge."},
    {"E403", "A price that is not a number, or negative. Only a percent may be below 0."},
    {"E404", "Bounds of a tier that are reversed or not whole numbers."},
    {"E405", "A currency without an exchange rate, or rates that contradict the target currency."},
    {"E406", "A quote without a vendor, a charge or any row."},
    {"E407",
     "A percent or minimum that names a charge which does not stand above it. Rows are worked "
     "in file order."},
    {"E408", "A date that is none. Write it as 2026-03-31."},
    {"E409", "An offer whose model or field is unknown, or that lacks a number its model needs."},
    {"E412", "Two tiers of one charge overlap. A unit would have two prices."},
    {"E415",
     "A minimum or flat fee that can be read two ways, or a least for each unit that cannot be "
     "worked. Say minimum_order or minimum_per_answer (_item, _object, ...); units must cost the "
     "same, so name the charges by units in applies_to, with tiering volume."},
    {"E421", "A time in the delivery log that is missing, unreadable or without a zone."},
    {"E422", "Delivered or due before it was ordered."},
    {"E423", "Items in the delivery log that are not a whole number."},
    {"E424", "A delivery log without a vendor, without a row, or with none ordered before it "
             "closes."},
    {"E425", "A promise in the delivery log that is none: hours that are not a number, an unknown "
             "clock, business hours without opening hours, or due_at and promised_hours both."},
    {"E426", "A round in the delivery log that is not a count from 1 on, or is there twice."},
    {"E427", "Opening hours that cannot be read. Rules between ';', each days and times: Mon-Thu "
             "09:00-12:30,13:30-17:00; Fri 09:00-14:00. Closing at or before opening is on the "
             "next day."},
    {"E428", "Holidays that cannot be read: dates as 2026-12-25, each once, and hours as "
             "09:00-12:00 or nothing."},
    {"E429", "Accepted in the delivery log is neither yes nor no. Empty: not decided yet."},
    {"E433", "A rule of penalties that cannot be read: columns per (delivery, item, hour, day), "
             "amount (25.00, or 2% of items x unit_price), "
             "currency; optional vendor, priority, when "
             "(late, early), after_hours, cap, unit_price. One currency a vendor."},
    {"E441", "Rows of a request that no vendor's name goes with. Fill in the name, or give it with "
             "--vendor NAME=FILE."},
    {"E442",
     "A vendor answers one question, or makes one promise, twice and differently. Ask which "
     "holds, and blank the other."},
    {"E443", "An answer to a question that was not asked. If another list was sent, give it with "
             "--questions."},
    {"E444", "A certificate's last day that is no date. Write 2027-03-31, or a spreadsheet's date; "
             "9/3/2027 is read differently in different places."},
    {"E445", "A promise that cannot be read: its name, unit, clock or value."},
    {"E446",
     "A list of questions that is not one. Columns id and question; requirement must, "
     "should or may; wanted yes, no or text; proof document or certificate; ids only once."},
    {"E447", "A file that came back without any sheet of the request: the column names tell them."},
    {"E448", "A vendor's charges come both with the request and in another file of quotes. They "
             "would be counted twice."},
    {"E501",
     "An output cannot be created. The system's reason follows; a workbook goes to a plain file."},
    {"E502", "The output exists, or another run has written it meanwhile. --force replaces it."},
    {"E503", "Writing an output failed. The target is as it was before."},
    {"E504",
     "The output is one of the files that the run has read, under whatever name. They are never "
     "overwritten, --force or not."},
    {"E505",
     "The reader of standard output has closed it, as head does. The command ends without a "
     "message, by the signal of a broken pipe (status 141 in a shell)."},
    {"E510", "The workbook could not be written."},
    {"E601",
     "A library does not do what labelqa cannot do without. OpenSSL without its default provider "
     "gives no SHA-256, for one; nothing was written."},
    {"E602",
     "Out of memory. The exit status is 7 and nothing was written. Give the run more memory, or "
     "divide the delivery by items."},
    {"E600", "An internal error of labelqa. Please report it with the command."},
    {"E252",
     "Gold and delivery have no question in common. Segments in seconds are no spans of "
     "characters, and a question of one name is not answered under another. Name both alike, give "
     "the kind in a column 'type', or say --shape."},
    {"E255", "One frame of a track stands twice in a file. Its box there would not be known."},
    {"E256", "A track has two classes. An object is of one class in all of its frames."},
    {"E257",
     "A frame of a track without the id of its track. Frames of one track share what the column "
     "'object' says; --map object=COLUMN names it."},
    {"E258",
     "A line or element of tracks that lacks a number. The message says what was expected."},
    {"E259",
     "A detection without the id of a track. Files of detections (det.txt) hold no tracks; read "
     "them as boxes from a table."},
    {"E280",
     "A line that is none of AVA's. It names a film, a second, two corners as shares of the frame "
     "and an action; the corners are blank where nothing is in the frame."},
    {"E281",
     "A line that is none of MOTS in text. It has frame, id, class, height and width, and run "
     "lengths that fill a picture of that size."},
    {"E282",
     "A project of VIA 3 that does not hold together. Its metadata belong to a view, and the view "
     "to a file."},
    {"W280",
     "Metadata in a project of VIA 3 that are no segments. Regions of frames and pictures, moments "
     "and what is said of a file as a whole are counted and left out."},
    {"E270",
     "A mask that stands in a file of labels as a picture and cannot be read: no base64, no PNG, "
     "larger than the image, or of another size than the file says. The image's size has to be "
     "known."},
    {"W241",
     "Frames that begin at 0 in a format that counts from 1. If the other side counts from 1, no "
     "frame fits: number one of them anew."},
    {"W242",
     "Boxes that a tool interpolated between keyframes. They are part of the delivery and are "
     "judged, but nobody drew them; tables call them keyframe 0."},
    {"W243", "Boxes imported from a file. That they are keyframes is no proof of work."},
    {"W290",
     "The key of annotators' pseudonyms can be read by other users of the machine, who can then "
     "tell whose each pseudonym is. chmod 600 takes that away."},
    {"W291",
     "Delivery and gold have no label in common on a question. Every answer is wrong then, which "
     "is "
     "rarely what was meant: names on one side and numbers on the other, or another language. "
     "Rename one side; --map gold=COLUMN takes another column of gold."},
    {"W118", "A results list without an instances file. Items and labels are shown by their ids."},
    {"W119", "Rows with a blank label. They count as missing, never as a category."},
    {"W120", "Files of a folder or archive that were not read: in no known format, or links."},
    {"W121",
     "Files of a folder or archive that by their names hold no annotations. Images are no such "
     "files: they are known to be what is annotated."},
    {"W125", "Submitted before it was started. The row has no duration."},
    {"W126", "Results of types that are not read. They are counted and left out."},
    {"W127",
     "A model's predictions within a delivery. They are left out unless they are asked for."},
    {"W128", "A model's results that people accepted unchanged. They say little about people."},
    {"W129", "Times that are all zero. Nobody worked, or nobody measured."},
    {"W130", "Two tasks about one file. Items are called by the tasks' ids, which other formats do "
             "not know; --map item=KEY names another key of the tasks' data."},
    {"W131",
     "Blanks before or after labels. They are no part of a label: 'cat ' is read as 'cat'."},
    {"W132", "Labels that read as the same number, such as 4 and 4.0. They are one label, the "
             "shortest form "
             "that occurs, where all labels of the question are numbers or --scale says so."},
    {"W133",
     "Labels that are nearly the same and count as different: in case, in Unicode form, in blanks "
     "within, in the form of a number where not all are numbers, or in the order of parts. "
     "--fold-case and --tags make one of those that they speak of."},
    {"W134",
     "Labels that often stand for no answer, such as NA, None or -, beside real ones. They count "
     "as "
     "labels, which changes every coefficient. --missing NA,None leaves them out; a word in the "
     "declared set (--labels) is a label and is not asked about."},
    {"W135",
     "Labels outside the declared set. --undeclared use counts them (the default), exclude leaves "
     "their answers out, error refuses them."},
    {"W136", "Labels that differ only in case or Unicode form, read as one since --fold-case says "
             "so. The declared form stays, else the commonest."},
    {"W137",
     "Labels that are lists, such as [\"sky\",\"sea\"]. They are read as sets: the order of "
     "tags and repeats mean nothing."},
    {"W138",
     "Answers within a delivery that its file marks as ground truth. They are gold: errors, iou "
     "and "
     "score compare the other answers with them instead of annotators with each other, and agree "
     "leaves them out. --ground-truth gold says that this is meant, answers takes them as their "
     "annotators' like any others, ignored leaves them out."},
    {"W140",
     "Item names that join only when they are read in one way, which is done. The message says "
     "which; --item-names as-is keeps them apart."},
    {"W141",
     "An item whose name is written in two ways that look the same: in two forms of Unicode, or "
     "with blanks or what cannot be seen at either end. It counts as one."},
    {"W730",
     "A delivered item that gold does not have and that looks like one of gold's that was not "
     "delivered: in another letter case or folder, with another suffix or number of zeros. They "
     "count as two items, so the one of gold as not delivered. --item-names makes them one, or "
     "write both names alike."},
    {"W142",
     "A delivery that shares less than half of its items with gold or the pre-labels. Names that "
     "differ only in folders or suffix are joined with --item-names; items of another order are "
     "best left out."},
    {"W143",
     "An annotation without a box or outline. It is left out, and what it should mark is missed."},
    {"W144",
     "Items of gold that a vendor has no answer to. They count as missed, unless none of several "
     "vendors answers them, or the vendor left out more than it answered, or more than it shares "
     "with other vendors: then the order was divided, and they are left out. --undelivered says "
     "which."},
    {"W145", "A file without an answer beside others that have some."},
    {"W146",
     "No answer has an annotator, and several files answer the same items. Each file is taken for "
     "one person's; --annotator-from says otherwise."},
    {"W150",
     "A decimal comma, or a number such as 1.250 that the file's other numbers settled. The "
     "message says what shows the decimal sign; --decimal says it for certain."},
    {"W151",
     "Decimal points and decimal commas in one file. Each number is read as it can only be."},
    {"W152",
     "A file that is not UTF-8 and was read as Windows-1252. Save it as UTF-8 if names look "
     "wrong."},
    {"W153", "Dates whose order of day and month another date of the column settled. --dates says "
             "it for certain."},
    {"W154",
     "Times that the clocks showed twice, in the night in which they were set back. They are "
     "read as the first; write them with their offset from UTC."},
    {"W156",
     "The note or name of a charge speaks of a price for 100 or 1,000 units, which was taken for "
     "one. Give the number in a column per, or the price of one unit."},
    {"W157", "Work that is paid by the month. The volume is spread evenly over the months of "
             "--months, and tiers hold for a month."},
    {"W158", "A price per label. It was taken for one label by one annotator on one item."},
    {"W159",
     "A minimum that does not say of what it is the least, and how it was read. At least 0.01 may "
     "be for the whole order or for each answer: the bases minimum_order and minimum_per_answer "
     "(_item, _object, ...) say so."},
    {"W160",
     "The bounds of a fee and how they were read: of flat fees items, of per_month months. "
     "Basis flat_fee with tiering volume is one fee by the volume; recurrence monthly makes it "
     "one of each month."},
    {"W161",
     "A column that no sure name tells and that was taken by a weaker one (target, id, rating, "
     "Answer.x, OUTPUT:x). --map says so, or which."},
    {"W162", "A column that looks like an item, annotator, label or gold and is not used."},
    {"W163", "Columns that only the header has. They are blank."},
    {"W164",
     "Answers that were rejected. They were delivered and are judged like all others; take their "
     "rows out if they should not count."},
    {"W165",
     "Times that cannot be read, where the command does not go by them. What is measured of times "
     "leaves them out; check, --by week, --stages and --duplicates first or last want them."},
    {"W166",
     "A wide table and how it was read: a column for each annotator, for each item, or for each "
     "label with counts. --map wide=annotators, items, counts or no says it."},
    {"W167",
     "A table of counts has no annotators. Figures over all answers stand; those of annotators and "
     "their pairs are undefined."},
    {"W168",
     "A vendor in two spellings, such as Northlight and northlight. They are two vendors to "
     "labelqa, each with half of what is known, and are not ranked: write one name everywhere."},
    {"W169",
     "Columns that look like parts of objects (cx, bbox, points) beside which no object can be "
     "read, "
     "so that only the labels are compared. Name them as `labelqa help formats` lists them, or say "
     "--shape KIND where a column may mean several things. W169 is silent where the table gives "
     "objects by other columns."},
    {"W180",
     "An object that reaches more than one pixel beyond its image. It counts as it is; the part "
     "outside lowers its IoU. `labelqa check` lists all with their places; have them cut off at "
     "the border. Many of them are a sign of another size or scale (W187)."},
    {"W181",
     "An object that is there twice in one answer, in class and all coordinates. Only one of the "
     "two can match, the other counts as spurious. Take one out: `labelqa check` has both lines."},
    {"W225",
     "Figures that are no sums, such as average precision, are not in a file of --save-sums: they "
     "rank the objects of all items together, and partial results cannot be joined. Score all "
     "items in one run."},
    {"W226",
     "A bbox of five numbers. It is read as x, y, width, height of the box before it is turned and "
     "the angle in degrees, clockwise; where the first two are the centre, or the angle turns the "
     "other way, convert it."},
    {"W182",
     "An object without width or height. It counts: it overlaps nothing, so it is spurious, and "
     "what it should mark is missed. Have it drawn again; `labelqa check` lists all."},
    {"W183",
     "An object at most one pixel wide or high. Most are clicks that were meant to be boxes. It "
     "counts as it is."},
    {"W184",
     "Boxes whose width and height look like their far corner (x2, y2). Read as corners all lie "
     "in the image, or where gold has them; read as sides, as they are, they do not, and every "
     "IoU is wrong. Write width as x2 - x and height as y2 - y; in a table name the columns xmax "
     "and ymax, or map them: --map xmax=w,ymax=h."},
    {"W185",
     "Coordinates between 0 and 1, or 0 and 100, that look like shares of the image. labelqa reads "
     "pixels, so these objects lie in the first corner of their images and match nothing, and "
     "their size classes are wrong. Multiply them by the width and height of the image."},
    {"W186",
     "Coordinates that differ from another file's by exactly half a pixel or one. Pixels are "
     "counted from 0 in one and 1 in the other, from their middle or their corner, or one has the "
     "last pixel inside and the other beside the box. Each IoU is a little too low, those of small "
     "objects much. Bring both to x, y of the first pixel from 0, and width and height."},
    {"W187",
     "Images of another size than in another file, or coordinates of another scale. One of the "
     "two was made on scaled images; the ratio in the message brings one to the other. As a note: "
     "sizes differ, but objects end in the same places."},
    {"W188",
     "Items in which gold has nothing, and the delivery five objects or more. All of these count "
     "as spurious. That is right where gold says that nothing is there; if gold was not made for "
     "these items, leave them out of it."},
    {"W195", "Masks in a run in which polygons are read. They are counted and stay unread; "
             "--rasterise reads both as masks."},
    {"W196", "Masks in one file and polygons in another, compared by the boxes that both have. "
             "--rasterise compares them as masks; --shape box says that boxes are meant."},
    {"W197",
     "Pixels of 255 in a label map, where many sets have void. They count as a class of that "
     "name; --ignore-label 255 leaves them out."},
    {"W193",
     "Classes that have numbers and no names. Put the list of names (classes.txt, obj.names or "
     "data.yaml) beside the labels."},
    {"W194",
     "Files that are copies of one image, turned or cut to train a model (Roboflow). They are no "
     "independent items."},
    {"W192",
     "From where Pascal VOC's coordinates count. All files of a delivery are read alike: an xmin "
     "or "
     "ymin of 0, or with a decimal point, is of 0-based boxes; one of 1 without those, of 1-based "
     "and "
     "inclusive ones."},
    {"W190", "Marks of a kind that is not read, such as a line or a cuboid. They are left out, and "
             "counted among "
             "the rows."},
    {"W191", "Outlines that count as the boxes around them, since the run reads boxes: --shape box "
             "asks for "
             "it, or no other kind is in all files."},
    {"W201", "Ordered items that were not delivered."},
    {"W202", "Delivered items that were not ordered."},
    {"W203", "The text that a file quotes of a span is not what stands at its offsets, whatever "
             "they count. "
             "The offsets are what is compared; the file may be of another version of the text."},
    {"W204",
     "An item has two texts in one run. Spans are compared by their offsets, which then mean "
     "different characters: give both sides the same text."},
    {"W205",
     "Tags without letters such as B- and I-. Two neighbouring spans of one class cannot be told "
     "apart and are read as one."},
    {"W206",
     "Tags that make no span of the scheme, left out with --decode strict. With --decode lenient "
     "they are read as conlleval reads them."},
    {"W207",
     "Answers that were rejected in Prodigy. Of spans and options that says only that something is "
     "wrong, and they are left out."},
    {"W208", "Lines of brat's standoff that are not read: attributes, events, normalisations."},
    {"W230", "Turns without length. Nobody can hear them, and no figure of time counts them."},
    {"W231",
     "Recordings of several channels. Their turns are taken together as of one recording; a name "
     "that stands for two speakers on two channels is one speaker then."},
    {"W232", "Segments that are marked not to be scored. They are left out on this side."},
    {"W233", "Alternatives in a transcript. The first of each place counts."},
    {"W234", "Segments that end after the recording does, as far as the file knows its length."},
    {"W250",
     "A question has more than a thousand labels, and few of them come again: they look like free "
     "text. Agreement on them is agreement letter by letter. Transcripts have error rates of their "
     "own: give the column as text."},
    {"W301",
     "A sample of all answers. More were asked for than there are; every answer is checked, "
     "and the rate has no sampling error."},
    {"W302",
     "A plan that was made for another lot. Its risks are those of the lot size it was made "
     "for; run plan again with --lot as it is, and draw from each lot for itself."},
    {"W731",
     "A column that labelqa does not read and that holds figures beside prices, or the state of a "
     "row. What it says changes no figure: put a discount, tax, minimum or fee into a row of its "
     "own, the units of a price into the column per, and take out rows that do not count."},
    {"W732",
     "Tiers that do not say how they count. Each unit is taken at the price of its own tier; "
     "tiering volume gives all units the price of the tier that is reached. The column tiering "
     "settles it."},
    {"W733", "A charge that is called a sum. It is added to the others like any charge; if it is "
             "their sum, take the row out."},
    {"W734",
     "A per cent that may mean another. A discount above 0 adds; 0.05 without a sign is 0.05 %, "
     "not 5 %. A discount is written below 0, and a per cent sign says that a small one is meant."},
    {"W735",
     "A tax among the prices. It is added, or is in the price, as the row says; compare vendors "
     "that all have it, or none."},
    {"W736", "Words that name another unit than the basis. The basis counts; correct one of the "
             "two."},
    {"W801",
     "Transcripts most of whose errors are of letter case and punctuation alone. --normalise basic "
     "compares the words; --letter-case fold and --punctuation drop each do half of it."},
    {"W802",
     "Keypoints whose points stand in another order than the other file's, left for right say. "
     "Bring the lists of one side into the order, or to the names, of the other."},
    {"W803",
     "A file most of whose objects are marked as crowds (iscrowd 1), or a delivery most of which "
     "is difficult or to be ignored. COCO's crowds are regions "
     "of many objects, and some programs set the mark for every mask that they write in run "
     "lengths. --crowds objects takes no notice of it."},
    {"W804",
     "An image whose objects are by several people, each of whom drew other ones: a person who "
     "added what another had missed, say. They are one answer, of the person who drew most, "
     "so that nobody is blamed for what the others drew. People who drew the same objects "
     "have an answer each."},
    {"W805",
     "Items with objects of several annotators that hardly ever lie on each other. People who "
     "answered alone find the same objects; these seem to have shared the work, and each is "
     "held against all of gold. Leave the annotator out (--map annotator= of a table) to "
     "have one answer for an item."},
    {"W806",
     "Labels that are gold's under other names: 0 where gold has 1 and the other way round, or "
     "numbers that begin elsewhere. Nobody errs so often by mistake; rename the labels of one "
     "side, and count again."},
    {"W807",
     "An annotator's labels that are gold's, or the other annotators', under other names: cats for "
     "cat, or 0 where the others say 1. Every answer counts as wrong or as disagreement until the "
     "labels of one side are renamed."},
    {"W808",
     "An annotator in two spellings, such as anna and Anna, or 1 and 1.0. They are two people to "
     "labelqa, each with half of the answers: write one name everywhere."},
    {"W809",
     "An annotator whose items nobody else has answered, while they look like items of others: in "
     "another letter case, with another suffix, a folder or zeros before numbers. Agreement leaves "
     "them out. --item-names makes them one."},
    {"W810",
     "Objects that lie where those of the other file do once they are read in another way: x and y "
     "as the centre of a box, x and y exchanged, the image mirrored or turned. One of the two "
     "files "
     "counts otherwise; bring both to one way."},
    {"W811",
     "Objects that stand under the name of the item before or after the one that they are of, as "
     "when one program counts frames from 0 and another from 1. Mend the names of one side."},
    {"W812", "Objects that are those of the other file, all moved by the same step: one of the two "
             "was made "
             "on another cut of the images. Single pixels are W186."},
    {"W813", "Labels that stand a row too high or too low: right beside the item before or after, "
             "and wrong "
             "beside their own, as where one column of a sheet was moved or sorted and the others "
             "were not. "
             "Put the labels back to their rows."},
    {"W815",
     "Values of a table in JSON that are objects, such as \"meta\": {...}. A table has no cell for "
     "them; they are not read."},
    {"W816",
     "Titles or remarks above the table. The names of the columns are in the line that is named; "
     "what stands above it is not read."},
    {"W817",
     "Spans or times that all begin and end by one step away from gold's, or the others': "
     "characters "
     "counted from 1, ends that are the last character's, clocks that do not start together. Bring "
     "both to one way of counting: hardly any match as they are."},
    {"W818",
     "Times that are so many times gold's, or the others': milliseconds, frames or minutes where "
     "seconds are read. Bring both to seconds."},
    {"W820",
     "A charge that is called a minimum and is a fee by its basis, which is added. With basis "
     "minimum it is the least that the rows above come to."},
    {"W821",
     "A charge whose name and whose recurrence say different things: monthly and charged once, "
     "or the other way round. The basis and the recurrence count."},
    {"W823",
     "A penalty or cap without a per cent sign beside a unit price, which stands there for shares. "
     "It is read as money; write 2.5% for a share, and 2.50 for money."},
    {"W822", "A charge that is called a rush or an optional one and has no condition: it is always "
             "charged. The column condition says when it is not."},
    {"W737", "A date without a time of day beside times. It counts as its midnight (a due date as "
             "its end), "
             "so that hours between the two may be a day off. Write all with their times, or all "
             "as dates."},
    {"W738", "A batch that stands twice in a log without a column of rounds. Both rows count."},
    {"W739", "More than a year between order and delivery or promise. It counts as it stands."},
    {"W740", "Rules of penalties for a vendor of whom the log has no delivery."},
    {"W741", "Dates of one column with their parts in two orders. Each is read as it can only be."},
    {"W742", "Rows that the workbook hides. They count like the others."},
    {"W743", "A sheet with the same columns that is not read. A delivery is the first sheet of its "
             "workbook, "
             "or the one that --sheet names; save each sheet as a file to have them all."},
    {"W303",
     "A plan that judges a score. It accepts by the mean and the standard deviation of what "
     "was measured; judge reads right and wrong, which want a plan by attributes."},
    {"W411", "A gap between the tiers of a charge. Quantities in it have no price."},
    {"W413", "A fee that only a note mentions. Ask the vendor to quote it as a charge."},
    {"W414", "Charges of one name with different bases or conditions. They are added."},
    {"W415", "Bounds or an applies_to without a meaning on this basis. They are ignored."},
    {"W416", "A price that is no longer valid on the day of the evaluation."},
    {"W417", "A charge whose quantity nobody knows. State it, or the vendor has no total."},
    {"W418", "A charge on rush, review or rework whose share is not stated. It counts as 0."},
    {"W419",
     "A minimum that binds at the volume. More work would cost nothing until it is reached."},
    {"W420",
     "Stated seats that cannot do the volume in their months. The vendor has no total there."},
    {"W431", "A quote or log of a vendor without a delivery. Names are compared byte for byte."},
    {"W432", "A vendor that passes over all questions together and fails on one alone."},
    {"W441", "Proof that was asked for is missing. The answer counts half, and a must stays open."},
    {"W442", "A certificate ends before the project does. Ask when it is renewed."},
    {"W443", "A certificate ended before the project begins. It proves nothing."},
    {"W444", "An answer in words where yes, no or partly was asked for. It counts as none."},
    {"W445", "A vendor that has not answered the request, which others have."},
    {"W446", "The same answer twice. One of them is used."},
    {"W447",
     "A penalty for lateness was promised, and the vendor's price is not known, so it is not "
     "worked. A quote, or a file of penalties, helps."},
    {"W448",
     "The audit before asked other questions than this one. Rates over all questions are then "
     "of another mix of work: compare them with that in mind."},
    {"E216",
     "A line of labelqa's own JSON Lines that is no object of columns and values. labelqa ingest "
     "writes such lines; one that was changed by hand may have lists where a text belongs."},
    {"E217",
     "A form that is not written. ingest writes rows as CSV or JSON Lines, and with --to the "
     "forms of tools; of those that are several files -o names the folder."},
    {"E218", "A column that is a choice of a question, by its name, and not true or false. --map "
             "label=COLUMN reads another column."},
    {"E219", "A manifest of SageMaker Ground Truth given as a delivery. Its answers are "
             "consolidated from several people's and are nobody's; give it as gold (-g), or the "
             "folder of worker responses as the delivery."},
    {"E220", "A file of a platform without a member that it always has, or with another kind of "
             "value there. The message names it."},
    {"E221", "A worker's answer that is no JSON object with a member for each question."},
    {"W214", "Answers that were left out since the platform did not trust their workers, who "
             "failed its test questions."},
    {"W215", "Control items with several right answers. A worker who gives any of them is right, "
             "so that they are no gold."},
    {"W216", "An answer of a kind that is not read here. It is counted as excluded."},
    {"W217", "What the columns of a platform's table are taken for. --map FIELD=COLUMN names "
             "others."},
    {"W218", "What a manifest holds that no person made, or that failed. It is left out of gold."},
    {"W219", "Annotations of Labelbox of kinds that are not read. They are counted as excluded."},
    {"E275", "A file that cannot be of the format that -i names. Leave -i out: the format is found "
             "by content."},
    {"E276", "A binary file of spaCy. The message has the command that writes it as JSON Lines."},
    {"E277", "A CoNLL-U file without tags of entities. They stand in MISC, as NER=B-LOC, or in a "
             "column that `# global.columns` names."},
    {"E278", "A row of a WebAnno TSV file that its header or its offsets contradict. The message "
             "says how; --offsets says what offsets count."},
    {"W275", "Several keys of a CoNLL-U file have tags of entities, and one is read."},
    {"E279", "--consensus where there is gold already, or where no item has the objects of several "
             "annotators."},
    {"W279",
     "A consensus of the annotators stands for gold. It holds what they found in common, so "
     "that it knows nothing of what all of them miss, and flatters those who agree with "
     "others. Of transcripts and speakers' turns it is the answer of one annotator as a whole, "
     "that most like the others."},
    {"W277",
     "Turns or segments outside what --uem lists: they are not scored. A recording whose name "
     "differs from the map's is not listed either."},
    {"W278",
     "Speakers of transcripts who have no name in common with the other side, so that the "
     "word error rate by names finds nothing right. cpwer pairs them as fits best; for wer, "
     "give the speakers the same names."},
    {"W276", "Layers of a WebAnno TSV file that are not read: relations, chains, and what every "
             "token has."},
    {"W213",
     "Members of JSON Lines that are no column of labelqa's. They are not read; labelqa help "
     "formats lists the columns."},
    {"E260", "A brush's mask in Label Studio's own runs that is broken, or not of the picture's "
             "size. Export again; a file that was cut short ends within them."},
    {"E261",
     "A cell of Label Studio's table that begins like JSON and is none. Such files come from "
     "programs that cut long cells, or wrote the table again; export it anew."},
    {"E262", "Label Studio's table, in which no column is surely of a control. Columns of the data "
             "and of what was answered stand side by side there: --map label=COLUMN says which is "
             "which, and the JSON export needs no such help."},
    {"E263", "Records of which one, or an answer in it, has a form that is not read. `labelqa help "
             "formats` names the forms; each record is an object, each answer names its person."},
    {"E264", "A record that nothing names: it has no id and no text. An id tells the same item of "
             "several files."},
    {"W265", "What records hold that is nobody's answer: suggestions of models, entries that name "
             "no person. They are left out."},
    {"W264", "Which columns of Label Studio's table are read as answers. A column is one when its "
             "cells hold what controls write, or when two annotations of a task differ in it."},
    {"W260", "Tracks of Label Studio in percent of the frame. Their overlap is the same in pixels; "
             "with files in pixels they compare only when --sizes gives the size of the frames."},
    {"W261", "Periods that are not counted in seconds: time series have an axis of any unit, "
             "timelines count frames. Overlaps do not depend on it; collars do."},
    {"W262", "Reviews that the platform recorded. What a reviewer accepted is the reviewer's "
             "answer, of stage review; `labelqa errors --stages annotation,review` says what "
             "reviews caught, and --stage annotation takes the annotators' answers alone."},
    {"W263", "Drafts that nobody submitted. They are no answers."},
    {"W266", "Keypoints that no thing holds together. Group them in the tool (a rectangle as their "
             "parent), else each is matched by itself."},
    {"W433", "A current vendor that nothing else names."},
    {"E267", "What is to be written is of a kind, or has something, that the form cannot hold, and "
             "leaving it out would change what an answer says. The message names forms that can; "
             "rows (CSV, JSON Lines) hold everything."},
    {"E268", "Two answers, or two items, that would be one in the form that is written: it has no "
             "place for what tells them apart. Write one annotator's, vendor's or question's "
             "answers at a time. In a list of rework: an item that it has twice."},
    {"E269",
     "The form that is written must have something that is not known: the size of an image, "
     "the text that spans point into, a class; or a name has a character that would end it "
     "there."},
    {"W269",
     "Ids of objects or answers that a file gives twice. All are counted; whoever looks one "
     "up, in a list of wrong items for instance, finds one of the two."},
    {"W268", "What --rework wrote has right answers in it. Whoever gets them knows them: gold that "
             "was sent back tells nothing of the next delivery. Or nothing was wrong, and nothing "
             "is written."},
    {"E760", "Files of facts alone: names of classes, colours, texts. They say what labels beside "
             "them mean; give the folder or archive that has both."},
    {"W760", "A label map whose values look like class * 1000 + number. Name the format: mots-png "
             "or instance-png."},
    {"W763", "Segments that end before they start, as published sets of videos have some. They are "
             "left out and counted."},
    {"W854",
     "What of tagtog's documents is not read or not finished: entities that a model or an import "
     "proposed and nobody confirmed, relations, labels of documents and of entities; documents "
     "that nobody marked as complete."},
    {"W853",
     "COCO annotations whose bbox is not the box around their outline, by more than two pixels: of "
     "the two, one is wrong, or the box was drawn and the outline made of something else."},
    {"W852", "Recordings of which some pieces name a speaker and some do not, as subtitles often "
             "have them. "
             "What nobody is named for is taken for one voice, '(unnamed)'."},
    {"W851",
     "A file that looks like another format than the one that --input-format names. It is read as "
     "it was named; where that was a mistake, leave the option out."},
    {"W850",
     "Keypoints without spreads. Object keypoint similarity and average precision need them, "
     "COCO's "
     "17 have their own, --sigmas gives others: one for all, or one for each point by its place or "
     "name. Without them objects pair by the IoU of their boxes, and what needs no spreads (PCK, "
     "NME, visibility) is computed."},
    {"W762",
     "Objects that cannot be compared as they are, beside others that can. They are left "
     "out and counted; keypoints other than COCO's 17 whose boxes have no area need --sigmas."},
    {"W761", "Text of subtitles outside of any cue: no line of times stands before it. It is left "
             "out; a cue whose times were lost is to be repaired."},
    {"W782", "Channels that stand for speakers. A list of words (CTM) has a recording on several "
             "channels and names no speaker: joined in the order of time, words of two lines would "
             "make one sentence that nobody said. Each channel is a speaker of its own, named as "
             "the channel is; cpwer pairs them with those of the reference."},
    {"W780",
     "An error rate above 100 %. Words that were never said, or speech where there was none, "
     "are errors beyond the reference's words, so that WER and DER can exceed 1. The gate, "
     "the score and the costs take 100 %; the figures print what it is."},
    {"W267", "What the form that is written has no place for. It is left out; rows (CSV, JSON "
             "Lines) hold it."},
};

const char *qa_code_page(const char *code)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcasecmp(pages[i].code, code) == 0) {
            return pages[i].text;
        }
    }
    return NULL;
}

void qa_code_pages(void (*visit)(void *context, const char *code, const char *title), void *context)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char title[120];
        size_t length = strcspn(pages[i].text, ".");
        length = length < sizeof title - 1 ? length : sizeof title - 1;
        memcpy(title, pages[i].text, length);
        title[length] = '\0';
        visit(context, pages[i].code, title);
    }
}
