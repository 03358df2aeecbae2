package dev.larder.grounds;

/** The vocabulary of the generated texts. */
final class Words {
    static final String[] FIRST_NAMES = split("Adam Agnes Ahmed Alice Amara Anders Anna Anton Beatrice Ben Birgit Carla"
            + " Catherine Chloe Daniel David Deborah Dmitri Edith Elena Emil Emma Erik Esther Fatima Felix Fiona Frank"
            + " Gabriel George Grace Greta Hannah Harald Helen Henry Ida Ingrid Isaac Ivan Jack Jana Joan Jonas Julia"
            + " Karim Karl Katja Laura Leon Linda Lucas Magda Marco Maria Martin Maya Michael Mila Nadia Nils Nina Noah"
            + " Olga Oliver Oscar Paula Peter Petra Priya Quentin Rachel Ralph Rosa Ruth Samuel Sara Simon Sofia Stefan"
            + " Tamara Theo Thomas Tina Ursula Valentin Vera Victor Walter Wanda William Yasmin Yusuf Zoe");
    static final String[] LAST_NAMES =
            split("Abbott Adler Ahmadi Andersen Baker Bauer Becker Bennett Berg Bianchi Bishop"
                    + " Brandt Brennan Carter Chandra Clarke Collins Cooper Costa Dahl Dawson Dietrich Doyle Dubois Eder Ellis"
                    + " Engel Evans Farmer Fischer Fletcher Foster Garcia Graf Graham Haas Hansen Harper Hartmann Hughes Ibrahim"
                    + " Jansen Jensen Kaiser Keller Kelly Khan Kovacs Krause Lambert Larsen Lehmann Lindgren Lorenz Maier Marsh"
                    + " Martens Mason Meyer Moreau Murphy Nagel Neumann Novak O'Brien Okafor Olsen Palmer Parker Patel Petersen"
                    + " Pohl Quinn Reed Richter Rossi Sanders Santos Schmidt Schneider Shaw Silva Sommer Stein Stone Sullivan"
                    + " Tanaka Thompson Torres Turner Vogel Wagner Walsh Weber Winter Wolf Wright Young Zimmermann");
    static final String[] STREETS =
            split("Acorn Ash Beech Birch Bridge Canal Castle Cedar Chapel Chestnut Church Clover"
                    + " Copper Elm Fern Forge Garden Hawthorn Hazel Heath Holly Juniper Kiln Lark Laurel Lime Linden Maple Market"
                    + " Meadow Mill Mulberry Oak Orchard Park Pine Poplar Quarry Rectory River Rose Rowan School Spring Station"
                    + " Sycamore Thistle Vineyard Walnut Willow Yew");
    static final String[] WAYS = split("Street Road Lane Avenue Close Way Drive Row Gardens Crescent");
    static final String[] CITIES = split("Aldenham Ashford Barrowdale Brackley Brookfield Carrow Colnebridge Dunmore"
            + " Eastwick Elmstead Fairleigh Glenbrook Hallstead Harwell Kingsmoor Langford Marlow Newbridge Northgate"
            + " Oakham Penrose Ravensby Southmere Stanwick Thornbury Upton Wakely Westerham Whitcombe Winford");
    static final String[] COMPANY_KINDS =
            lines("Housing Association|Property Management|Estates|Facility Services|Parish Council|Borough Council"
                    + "|Primary School|Grammar School|Care Home|Hospital Trust|Logistics|Retail Park|Sports Club"
                    + "|Golf Club|Cemetery Board|Business Centre|Hotel|Brewery|Cooperative|Residents' Association");
    static final String[] AREA_PREFIXES = split("Upper Lower North South East West Old New Great Little Inner Long");
    static final String[] PLACES = lines("front lawn|courtyard|car park|main entrance|play area|rose beds|south bank"
            + "|perimeter fence|avenue of limes|pond|bowling green|terrace|bicycle sheds|loading bay|school yard"
            + "|north boundary|memorial garden|sports pitch|footpath to the station|bin store|roof garden|embankment");
    static final String[] PLANTS = lines("hornbeam hedge|box edging|lime trees|old beech|lavender|climbing roses"
            + "|hydrangeas|yew hedge|wild-flower strip|plane trees|rhododendrons|privet|cherry trees|ground cover"
            + "|ornamental grasses|young maples|hawthorn|ivy on the wall");
    static final String[] PROBLEMS = lines("is badly overgrown|has been damaged by deer|is waterlogged after rain"
            + "|shows signs of blight|was driven over by a van|needs replanting in autumn|stands too close to the wall"
            + "|is drying out|has box moth|blocks the view of the road|is full of ground elder|lost a large branch"
            + "|is covered with moss|was cut too short last time");
    static final String[] WISHES =
            lines("No machines before eight in the morning|Please ring the bell at the lodge first"
                    + "|Take the cuttings away on the same day|Leave the grass longer under the trees|No chemical weed control"
                    + "|Keep the gate shut because of the dogs|Blow leaves away from the air intake|Send photographs after each visit"
                    + "|Do not park on the grass|Report at reception and sign the book|Mind the sprinkler heads along the kerb"
                    + "|Use battery tools only during lessons|Grit the steps before six when it freezes");
    static final String[] REASONS = lines("the tenants complained|the warden asked for it|the insurance requires it"
            + "|the road is being dug up|birds are nesting|a funeral takes place|the ground was too wet|a car was in the way"
            + "|the key did not fit|the mower broke down|the exam period begins|the new bed has to root first");
    static final String[] ACTIONS = lines("moved to the following week|finished the same afternoon|charged by the hour"
            + "|agreed by telephone|left for the next visit|passed on to the tree surgeon|done at no charge"
            + "|noted in the site book|postponed until after the holidays|offered separately");
    static final String[] REPAIRS = lines("new blades|oil and filter changed|belt replaced|carburettor cleaned"
            + "|chain sharpened|tyre replaced|starter motor renewed|hydraulic hose replaced|battery replaced"
            + "|safety inspection|gear oil topped up|brake pads renewed");
    static final String[] MAKERS = split(
            "Alderman Brenner Cottesloe Dunholm Ferrum Greenway Hallberg Kestrel Norlund" + " Tarn Valtor Wessex");
    static final String[] DOMAINS = split("mail.example post.example office.example estates.example council.example");

    private Words() {}

    private static String[] split(String words) {
        return words.split(" ", -1);
    }

    private static String[] lines(String phrases) {
        return phrases.split("\\|", -1);
    }
}
